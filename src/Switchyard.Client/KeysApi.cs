using System.Globalization;
using Switchyard.Contracts.Json;
using Switchyard.Contracts.Keys;

namespace Switchyard.Client;

/// <summary>API keys, as an admin sees them.</summary>
/// <exception cref="SwitchyardException">From any method: the server refused.</exception>
/// <exception cref="SwitchyardUnreachableException">From any method: nobody answered.</exception>
public sealed class KeysApi
{
    private const string Path = "/api/v1/keys";

    private readonly ApiCaller _caller;

    internal KeysApi(ApiCaller caller) => _caller = caller;

    /// <summary>Makes a key. The secret is in the answer and nowhere else.</summary>
    public Task<CreatedKeyView> CreateAsync(KeyCreation creation, CancellationToken cancellation) =>
        _caller.PostAsync(
            Path,
            creation,
            ContractsJson.Default.KeyCreation,
            ContractsJson.Default.CreatedKeyView,
            idempotencyKey: null,
            cancellation
        );

    /// <summary>All keys, by id, without their secrets.</summary>
    public async Task<IReadOnlyList<KeyView>> ListAsync(CancellationToken cancellation) =>
        (await _caller.CallAsync(HttpMethod.Get, Path, ContractsJson.Default.KeyList, cancellation)).Keys;

    /// <summary>Removes a key, which is refused from then on. Its jobs stay.</summary>
    public Task DeleteAsync(long id, CancellationToken cancellation) =>
        _caller.CallAsync(HttpMethod.Delete, string.Create(CultureInfo.InvariantCulture, $"{Path}/{id}"), cancellation);
}
