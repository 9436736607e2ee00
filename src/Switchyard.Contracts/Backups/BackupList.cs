namespace Switchyard.Contracts.Backups;

/// <summary>The answer of <c>GET /api/v1/backups</c>.</summary>
/// <param name="Backups">The newest first.</param>
public sealed record BackupList(IReadOnlyList<BackupView> Backups);
