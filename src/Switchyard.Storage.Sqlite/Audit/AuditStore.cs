using Switchyard.Engine.Audit;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite.Reading;
using Switchyard.Storage.Sqlite.Tables;
using Switchyard.Storage.Sqlite.Writing;

namespace Switchyard.Storage.Sqlite.Audit;

/// <summary>Who did what.</summary>
internal sealed class AuditStore(ReaderPool readers, Writer writer, StoreTables tables, StoreState state) : IAuditStore
{
    public async ValueTask AppendAsync(AuditEntry entry, CancellationToken cancellation) =>
        await writer.RunAsync(
            () =>
            {
                tables.Audit.Insert(state.Now, entry);
                return true;
            },
            cancellation
        );

    public ValueTask<AuditPage> ListAsync(AuditQuery query, CancellationToken cancellation) =>
        readers.ReadAsync(reader => reader.Tables.Audit.List(query), cancellation);
}
