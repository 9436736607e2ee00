using Switchyard.Contracts.Backups;
using Switchyard.Contracts.Json;

namespace Switchyard.Client;

/// <summary>Backups on the server; needs the scope admin.</summary>
/// <exception cref="SwitchyardException">From any method: the server refused.</exception>
/// <exception cref="SwitchyardUnreachableException">From any method: nobody answered, or the connection broke.</exception>
public sealed class BackupsApi
{
    private const string Path = "/api/v1/backups";

    /// <summary>A copy of a large store takes its time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    private readonly ApiCaller _caller;

    internal BackupsApi(ApiCaller caller) => _caller = caller;

    /// <summary>Copies the whole store, while it is in use, into the server's folder of backups.</summary>
    public Task<BackupView> CreateAsync(CancellationToken cancellation) =>
        _caller.CallAsync(HttpMethod.Post, Path, ContractsJson.Default.BackupView, cancellation, Patience);

    /// <summary>The backups that there are, the newest first.</summary>
    public async Task<IReadOnlyList<BackupView>> ListAsync(CancellationToken cancellation) =>
        (await _caller.CallAsync(HttpMethod.Get, Path, ContractsJson.Default.BackupList, cancellation)).Backups;

    /// <summary>Fetches a backup.</summary>
    /// <param name="name">As listed.</param>
    /// <param name="into">Gets its bytes.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task DownloadAsync(string name, Stream into, CancellationToken cancellation)
    {
        await using var stream = await _caller.OpenAsync(
            $"{Path}/{Uri.EscapeDataString(name)}",
            lastId: null,
            cancellation
        );
        await _caller.GuardAsync(
            async () =>
            {
                await stream.CopyToAsync(into, cancellation);
                return true;
            },
            cancellation
        );
    }
}
