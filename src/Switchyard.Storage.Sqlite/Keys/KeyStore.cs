using Switchyard.Engine.Accounts;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite.Reading;
using Switchyard.Storage.Sqlite.Tables;
using Switchyard.Storage.Sqlite.Writing;

namespace Switchyard.Storage.Sqlite.Keys;

/// <summary>API keys.</summary>
internal sealed class KeyStore(ReaderPool readers, Writer writer, StoreTables tables, StoreState state) : IKeyStore
{
    public ValueTask<long> AddAsync(NewApiKey key, CancellationToken cancellation) =>
        writer.RunAsync(() => tables.Keys.Insert(key, state.Now), cancellation);

    public ValueTask<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellation) =>
        readers.ReadAsync<IReadOnlyList<ApiKey>>(reader => reader.Tables.Keys.List(), cancellation);

    public ValueTask<bool> DeleteAsync(long id, CancellationToken cancellation) =>
        writer.RunAsync(() => tables.Keys.Delete(id), cancellation);
}
