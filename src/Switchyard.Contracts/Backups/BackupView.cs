namespace Switchyard.Contracts.Backups;

/// <summary>A backup on the server.</summary>
/// <param name="Name">The file's name in the server's folder of backups.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record BackupView(string Name, long Bytes, DateTimeOffset CreatedAt);
