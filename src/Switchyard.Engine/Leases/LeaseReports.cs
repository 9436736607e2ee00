using Microsoft.Extensions.Logging;
using Switchyard.Engine.Dispatch;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Workers;

namespace Switchyard.Engine.Leases;

/// <summary>
/// Renews the leases of open sessions, and writes what workers report: progress at most once a second a job, logs when
/// a chunk is full or 250 ms old.
/// </summary>
internal sealed partial class LeaseReports(
    Dispatcher dispatcher,
    RoundLoop loop,
    ILogStore logs,
    EngineOptions options,
    TimeProvider clock,
    ILogger logger
)
{
    /// <summary>Age at which log lines are written.</summary>
    private static readonly TimeSpan LogInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>Every how many log intervals progress is written.</summary>
    private const int TicksPerSecond = 4;

    /// <summary>Renewals in one operation.</summary>
    private const int Batch = 1_024;

    private readonly HashSet<HeldLease> logging = [];

    /// <summary>Works until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(LogInterval, clock);
        for (var tick = 1L; await timer.WaitForNextTickAsync(cancellation); tick++)
        {
            await FlushLogsAsync(cancellation);
            if (tick % TicksPerSecond == 0)
            {
                await RenewAsync();
                dispatcher.ForgetDryRoutes();
            }
        }
    }

    /// <summary>Takes log text in. The caller holds the dispatcher's lock.</summary>
    public void Append(HeldLease lease, ReadOnlySpan<byte> text)
    {
        lease.Log ??= new LogBuffer(lease.JobId, lease.Attempt, options.MaxLogBytes);
        lease.Log.Append(text);
        logging.Add(lease);
    }

    /// <summary>Writes the logs of attempts that are about to end, so that whoever sees the end sees the whole log.</summary>
    public ValueTask FlushLogsAsync(IReadOnlyList<WorkerSettlement> ending, CancellationToken cancellation)
    {
        var chunks = new List<LogChunk>();
        lock (dispatcher.Gate)
        {
            if (logging.Count == 0)
            {
                return ValueTask.CompletedTask;
            }

            foreach (var settlement in ending)
            {
                if (dispatcher.Leases.Find(settlement.JobId, settlement.Token) is { Log: { } log } lease)
                {
                    log.Drain(chunks);
                    logging.Remove(lease);
                }
            }
        }

        return WriteAsync(chunks, cancellation);
    }

    private ValueTask FlushLogsAsync(CancellationToken cancellation)
    {
        var chunks = new List<LogChunk>();
        lock (dispatcher.Gate)
        {
            foreach (var lease in logging)
            {
                lease.Log!.Drain(chunks);
            }

            logging.Clear();
        }

        return WriteAsync(chunks, cancellation);
    }

    /// <summary>Log lines do not outlast an outage: holding them could grow without end.</summary>
    private async ValueTask WriteAsync(List<LogChunk> chunks, CancellationToken cancellation)
    {
        if (chunks.Count == 0)
        {
            return;
        }

        try
        {
            await logs.AppendAsync(chunks, cancellation);
        }
        catch (StorageUnavailableException problem)
        {
            LogNotWritten(logger, problem.Message);
        }
    }

    private async ValueTask RenewAsync()
    {
        foreach (var batch in Due().Chunk(Batch))
        {
            await loop.RunAsync(RoundOperations.Renew(batch));
        }
    }

    private List<Renewal> Due()
    {
        var due = new List<Renewal>();
        var now = clock.GetTimestamp();
        var next = now + (long)(options.LeaseTime.TotalSeconds / 2 * clock.TimestampFrequency);
        lock (dispatcher.Gate)
        {
            foreach (var lease in dispatcher.Leases.All)
            {
                if (lease.RenewAt <= now || lease.Progress is not null)
                {
                    due.Add(new(lease.JobId, lease.Token, options.LeaseTime, lease.Reported, lease.Progress));
                    (lease.RenewAt, lease.Reported, lease.Progress) = (next, false, null);
                }
            }
        }

        return due;
    }

    [LoggerMessage(1201, LogLevel.Warning, "Reports of workers were not written: {Problem}")]
    private static partial void LogNotWritten(ILogger logger, string problem);
}
