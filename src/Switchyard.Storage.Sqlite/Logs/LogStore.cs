using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite.Reading;
using Switchyard.Storage.Sqlite.Tables;
using Switchyard.Storage.Sqlite.Writing;

namespace Switchyard.Storage.Sqlite.Logs;

/// <summary>Logs of attempts.</summary>
internal sealed class LogStore(ReaderPool readers, Writer writer, StoreTables tables) : ILogStore
{
    public async ValueTask AppendAsync(IReadOnlyList<LogChunk> chunks, CancellationToken cancellation) =>
        await writer.RunAsync(
            () =>
            {
                foreach (var chunk in chunks)
                {
                    tables.Logs.Append(chunk);
                }

                return chunks.Count;
            },
            cancellation
        );

    public ValueTask<IReadOnlyList<LogChunk>> ReadAsync(
        long jobId,
        int attempt,
        int line,
        int limit,
        CancellationToken cancellation
    ) =>
        readers.ReadAsync<IReadOnlyList<LogChunk>>(
            reader => reader.Tables.Logs.Read(jobId, attempt, line, limit),
            cancellation
        );

    public ValueTask<IReadOnlyList<LogChunk>> ReadTailAsync(
        long jobId,
        int attempt,
        int bytes,
        CancellationToken cancellation
    ) =>
        readers.ReadAsync<IReadOnlyList<LogChunk>>(
            reader => reader.Tables.Logs.ReadTail(jobId, attempt, bytes),
            cancellation
        );
}
