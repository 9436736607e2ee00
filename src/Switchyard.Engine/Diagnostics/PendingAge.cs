using System.Diagnostics.Metrics;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Diagnostics;

/// <summary>How long the oldest pending job has waited: looked up now and then, and only while somebody collects it.</summary>
internal sealed class PendingAge(IJobStore jobs, LaneTable lanes, TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private DateTimeOffset? oldest;

    /// <summary>What shows it.</summary>
    public Instrument? Gauge { get; set; }

    /// <summary>Since its submit; zero when no job is pending.</summary>
    public TimeSpan Age
    {
        get
        {
            lock (gate)
            {
                var age = clock.GetUtcNow() - (oldest ?? DateTimeOffset.MaxValue);
                return age > TimeSpan.Zero && IsAnyPending ? age : TimeSpan.Zero;
            }
        }
    }

    private bool IsAnyPending => lanes.Count(null, null)[JobState.Pending] > 0;

    /// <summary>Looks until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            if (Gauge?.Enabled == true)
            {
                await LookAsync(cancellation);
            }
        }
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            var found = IsAnyPending ? await jobs.OldestPendingAsync(cancellation) : null;
            lock (gate)
            {
                oldest = found;
            }
        }
        catch (StorageUnavailableException)
        {
            // The job that was the oldest grows older meanwhile.
        }
    }
}
