namespace Switchyard.Engine.Backups;

/// <summary>A backup in the node's folder.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record BackupInfo(string Name, long Bytes, DateTimeOffset CreatedAt);
