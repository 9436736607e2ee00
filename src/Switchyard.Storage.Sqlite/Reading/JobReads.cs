using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite.Tables;
using Switchyard.Storage.Sqlite.Time;
using Switchyard.Storage.Sqlite.Writing;

namespace Switchyard.Storage.Sqlite.Reading;

/// <summary>Reads of jobs, and the notes about their callbacks.</summary>
internal sealed class JobReads(ReaderPool readers, Writer writer, StoreTables tables, StoreClock clock) : IJobStore
{
    public ValueTask<JobSnapshot?> GetAsync(long id, CancellationToken cancellation) =>
        readers.ReadAsync(reader => reader.Snapshots.Find(id, whole: true), cancellation);

    public ValueTask<JobContent?> GetContentAsync(long id, CancellationToken cancellation) =>
        readers.ReadAsync(reader => reader.Tables.Jobs.FindContent(id), cancellation);

    public ValueTask<JobPage> ListAsync(JobQuery query, CancellationToken cancellation) =>
        readers.ReadAsync(reader => reader.Lists.List(query), cancellation);

    public ValueTask<IReadOnlyList<JobAttempt>> AttemptsAsync(long id, CancellationToken cancellation) =>
        readers.ReadAsync<IReadOnlyList<JobAttempt>>(reader => reader.Tables.Attempts.List(id), cancellation);

    public ValueTask<DateTimeOffset?> OldestPendingAsync(CancellationToken cancellation) =>
        readers.ReadAsync(reader => Micros.ToTime(reader.Tables.Ready.Oldest()), cancellation);

    public ValueTask<IReadOnlyList<PendingCallback>> DueCallbacksAsync(int limit, CancellationToken cancellation) =>
        readers.ReadAsync<IReadOnlyList<PendingCallback>>(
            reader => reader.Tables.Callbacks.Due(clock.Now(), limit),
            cancellation
        );

    public async ValueTask NoteCallbackAsync(long jobId, TimeSpan? retryIn, CancellationToken cancellation) =>
        await writer.RunAsync(
            () =>
            {
                if (retryIn is { } wait)
                {
                    tables.Callbacks.Postpone(jobId, clock.Now() + Micros.From(wait));
                }
                else
                {
                    tables.Callbacks.Delete(jobId);
                }

                return true;
            },
            cancellation
        );
}
