using Microsoft.Extensions.Logging;
using Switchyard.Engine.Diagnostics;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Leases;

/// <summary>
/// Writes what workers say while they work: when a chunk is full, when lines are 250 ms old, or before their attempt
/// ends. One writer, so that many attempts share a transaction.
/// </summary>
/// <param name="gate">The dispatcher's lock, which guards leases and all that is not written yet.</param>
/// <param name="store">Where to.</param>
/// <param name="news">Woken, by job, when lines are written.</param>
/// <param name="maxJobBytes">Bytes kept a job.</param>
/// <param name="metrics">Told how many are lost.</param>
/// <param name="clock">Times the writes.</param>
/// <param name="logger">Told of lines that are lost.</param>
internal sealed partial class LeaseLogs(
    Lock gate,
    ILogStore store,
    JobWaiters news,
    int maxJobBytes,
    EngineMetrics metrics,
    TimeProvider clock,
    ILogger logger
)
{
    /// <summary>Bytes that wait in all; beyond it lines are dropped.</summary>
    internal const int MaxWaiting = 16 * 1024 * 1024;

    /// <summary>Age at which lines are written.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Reads of earlier logs under way together.</summary>
    private const int LooksAtOnce = 16;

    private readonly HashSet<HeldLease> waiting = [];
    private TaskCompletionSource wanted = NewSignal();
    private TaskCompletionSource next = NewSignal(); // done when what waits now is written
    private TaskCompletionSource current = NewSignal(); // done when what is being written is
    private long waitingBytes;
    private long dropped;
    private bool isOut;
    private bool isEnded;

    /// <summary>Works until cancelled, then writes what is left.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            using var timer = new PeriodicTimer(Interval, clock);
            var tick = timer.WaitForNextTickAsync(cancellation).AsTask();
            while (!cancellation.IsCancellationRequested)
            {
                await Task.WhenAny(tick, wanted.Task);
                await WriteAsync();
                tick = tick.IsCompleted ? timer.WaitForNextTickAsync(cancellation).AsTask() : tick;
            }

            await WriteAsync();
        }
        finally
        {
            End();
        }
    }

    /// <summary>Takes text in. The caller holds the lock.</summary>
    public void Append(HeldLease lease, ReadOnlySpan<byte> text)
    {
        if (waitingBytes + text.Length > MaxWaiting)
        {
            dropped += text.Length;
            return;
        }

        // Half of what the attempts before it may have left: so a job stays in its bound, and nobody has to count.
        lease.Log ??= new LogBuffer(lease.JobId, lease.Attempt, MaxBytes(lease.Attempt));
        lease.Log.Append(text);
        waiting.Add(lease);
        waitingBytes += text.Length;
        if (lease.Log.IsFull)
        {
            wanted.TrySetResult();
        }
    }

    /// <summary>
    /// Completes when all lines of attempts that are about to end are written, so that whoever sees the end sees the
    /// whole log. The caller holds the lock.
    /// </summary>
    public Task FlushAsync(IReadOnlyList<HeldLease> ending)
    {
        if (isEnded || ending.All(lease => lease.Log is null))
        {
            return Task.CompletedTask;
        }

        if (!ending.Any(waiting.Contains))
        {
            return current.Task;
        }

        wanted.TrySetResult();
        return next.Task;
    }

    /// <summary>
    /// Completes when there is room for more: at once, or when what waits now is written. Who heeds it loses no line. The
    /// caller holds the lock.
    /// </summary>
    public Task WhenRoomAsync()
    {
        if (isEnded || waitingBytes < MaxWaiting / 2)
        {
            return Task.CompletedTask;
        }

        wanted.TrySetResult();
        return next.Task;
    }

    /// <summary>Has a lease go on with a log that an earlier node wrote. The caller holds the lock.</summary>
    public void Resume(HeldLease lease, int lines, int bytes) =>
        lease.Log = new LogBuffer(lease.JobId, lease.Attempt, MaxBytes(lease.Attempt), lines, bytes);

    private int MaxBytes(int attempt) => maxJobBytes >> Math.Min(attempt, 30);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task WriteAsync()
    {
        var (taken, lost) = Take();
        if (lost > 0)
        {
            metrics.NoteDroppedLogs(lost);
            LogDropped(logger, lost);
        }

        // Not cancelled: who waits for the lines waits for the store. Not kept for after an outage: it could grow long.
        try
        {
            if (taken.Count > 0)
            {
                var chunks = await PlaceAsync(taken);
                await store.AppendAsync(chunks, CancellationToken.None);
                isOut = false;
                foreach (var job in chunks.Select(chunk => chunk.JobId).Distinct())
                {
                    news.Wake(job, null);
                }
            }
        }
        catch (StorageUnavailableException problem)
        {
            metrics.NoteDroppedLogs(taken.Sum(entry => entry.Chunks.Sum(chunk => (long)chunk.Bytes.Length)));
            if (!isOut)
            {
                LogNotWritten(logger, problem.Message);
                isOut = true;
            }
        }

        current.TrySetResult();
    }

    /// <summary>
    /// Puts what leases say for the first time behind what their attempt has said before: under an earlier lease, whose
    /// lines are in the store, or were taken with these.
    /// </summary>
    private async Task<List<LogChunk>> PlaceAsync(List<(HeldLease Lease, List<LogChunk> Chunks)> taken)
    {
        var ends = new Dictionary<(long, int), int>();
        foreach (var some in taken.Where(entry => !entry.Lease.Log!.IsPlaced).DistinctBy(KeyOf).Chunk(LooksAtOnce))
        {
            var lines = await Task.WhenAll(some.Select(entry => LinesAsync(entry.Lease).AsTask()));
            foreach (var (entry, end) in some.Zip(lines))
            {
                ends[KeyOf(entry)] = end;
            }
        }

        var placed = new List<LogChunk>();
        foreach (var entry in taken)
        {
            var begin = entry.Lease.Log!.IsPlaced ? 0 : ends[KeyOf(entry)];
            lock (gate)
            {
                entry.Lease.Log.Place(begin);
            }

            placed.AddRange(entry.Chunks.Select(chunk => chunk with { FirstLine = chunk.FirstLine + begin }));
            ends[KeyOf(entry)] = EndOf(placed[^1]);
        }

        return placed;
    }

    private static (long Job, int Attempt) KeyOf((HeldLease Lease, List<LogChunk> Chunks) entry) =>
        (entry.Lease.JobId, entry.Lease.Attempt);

    private async ValueTask<int> LinesAsync(HeldLease lease) =>
        await store.ReadTailAsync(lease.JobId, lease.Attempt, 1, CancellationToken.None) is [.., var last]
            ? EndOf(last)
            : 0;

    private static int EndOf(LogChunk chunk) => chunk.FirstLine + chunk.Bytes.Span.Count((byte)'\n');

    /// <summary>What waits, by lease: first of those that have written already.</summary>
    private (List<(HeldLease Lease, List<LogChunk> Chunks)> Taken, long Dropped) Take()
    {
        var taken = new List<(HeldLease, List<LogChunk>)>();
        lock (gate)
        {
            foreach (var lease in waiting.OrderByDescending(lease => lease.Log!.IsPlaced))
            {
                var chunks = new List<LogChunk>();
                lease.Log!.Drain(chunks);
                if (chunks.Count > 0)
                {
                    taken.Add((lease, chunks));
                }
            }

            var lost = dropped;
            waiting.Clear();
            (waitingBytes, dropped) = (0, 0);
            (current, next) = (next, NewSignal());
            if (wanted.Task.IsCompleted)
            {
                wanted = NewSignal();
            }

            return (taken, lost);
        }
    }

    private void End()
    {
        lock (gate)
        {
            isEnded = true;
            current.TrySetResult();
            next.TrySetResult();
        }
    }

    [LoggerMessage(1201, LogLevel.Warning, "Log lines of workers are lost while the store cannot serve: {Problem}")]
    private static partial void LogNotWritten(ILogger logger, string problem);

    [LoggerMessage(
        1202,
        LogLevel.Warning,
        "{Bytes} bytes of workers' logs came faster than they can be stored, and are lost."
    )]
    private static partial void LogDropped(ILogger logger, long bytes);
}
