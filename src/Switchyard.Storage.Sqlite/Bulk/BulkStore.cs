using Switchyard.Engine.Audit;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite.Reading;
using Switchyard.Storage.Sqlite.Tables;
using Switchyard.Storage.Sqlite.Writing;

namespace Switchyard.Storage.Sqlite.Bulk;

/// <summary>Bulk actions.</summary>
internal sealed class BulkStore(ReaderPool readers, Writer writer, StoreTables tables, StoreState state) : IBulkStore
{
    public ValueTask<long> AddAsync(ReadOnlyMemory<byte> bulk, AuditEntry? audit, CancellationToken cancellation) =>
        writer.RunAsync(
            () =>
            {
                var id = tables.Bulk.Insert(bulk, state.Now);
                if (audit is not null)
                {
                    tables.Audit.Insert(state.Now, audit with { Target = $"bulk {id}" });
                }

                return id;
            },
            cancellation
        );

    public async ValueTask PutAsync(StoredBulk bulk, CancellationToken cancellation) =>
        await writer.RunAsync(
            () =>
            {
                tables.Bulk.Put(bulk, state.Now);
                return true;
            },
            cancellation
        );

    public ValueTask<IReadOnlyList<StoredBulk>> ListAsync(long? before, int limit, CancellationToken cancellation) =>
        readers.ReadAsync<IReadOnlyList<StoredBulk>>(reader => reader.Tables.Bulk.List(before, limit), cancellation);

    public ValueTask<IReadOnlyList<StoredBulk>> RunningAsync(CancellationToken cancellation) =>
        readers.ReadAsync<IReadOnlyList<StoredBulk>>(reader => reader.Tables.Bulk.Running(), cancellation);
}
