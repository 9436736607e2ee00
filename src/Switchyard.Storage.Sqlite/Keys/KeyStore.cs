using Switchyard.Engine.Accounts;
using Switchyard.Engine.Audit;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite.Reading;
using Switchyard.Storage.Sqlite.Tables;
using Switchyard.Storage.Sqlite.Writing;

namespace Switchyard.Storage.Sqlite.Keys;

/// <summary>API keys.</summary>
internal sealed class KeyStore(ReaderPool readers, Writer writer, StoreTables tables, StoreState state) : IKeyStore
{
    public ValueTask<long> AddAsync(NewApiKey key, AuditEntry audit, CancellationToken cancellation) =>
        writer.RunAsync(
            () =>
            {
                var id = tables.Keys.Insert(key, state.Now);
                tables.Audit.Insert(state.Now, audit with { Target = $"key {id}" });
                return id;
            },
            cancellation
        );

    public ValueTask<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellation) =>
        readers.ReadAsync<IReadOnlyList<ApiKey>>(reader => reader.Tables.Keys.List(), cancellation);

    public ValueTask<bool> DeleteAsync(long id, AuditEntry audit, CancellationToken cancellation) =>
        writer.RunAsync(
            () =>
            {
                var isDeleted = tables.Keys.Delete(id);
                if (isDeleted)
                {
                    tables.Audit.Insert(state.Now, audit);
                }

                return isDeleted;
            },
            cancellation
        );
}
