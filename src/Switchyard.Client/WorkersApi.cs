using Switchyard.Contracts.Json;
using Switchyard.Contracts.Workers;

namespace Switchyard.Client;

/// <summary>Workers, as they stand; needs the scope read.</summary>
/// <exception cref="SwitchyardException">From any method: the server refused.</exception>
/// <exception cref="SwitchyardUnreachableException">From any method: nobody answered.</exception>
public sealed class WorkersApi
{
    private readonly ApiCaller _caller;

    internal WorkersApi(ApiCaller caller) => _caller = caller;

    /// <summary>Workers that are connected, or were within the last minute, by name.</summary>
    public async Task<IReadOnlyList<WorkerView>> ListAsync(CancellationToken cancellation) =>
        (
            await _caller.CallAsync(HttpMethod.Get, "/api/v1/workers", ContractsJson.Default.WorkerList, cancellation)
        ).Workers;
}
