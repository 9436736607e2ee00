namespace Switchyard.Engine.Dispatch;

/// <summary>
/// Has the loop look for what nobody tells it: leases to renew, reports to store, and every 250 ms a worker whose link
/// is no longer congested.
/// </summary>
internal sealed class DispatchPulse(Dispatcher dispatcher, RoundLoop loop, TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(1);

    /// <summary>Works until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        var refreshed = clock.GetTimestamp();
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            var isTime = clock.GetElapsedTime(refreshed) >= RefreshInterval;
            if (isTime)
            {
                refreshed = clock.GetTimestamp();
                dispatcher.Refresh();
            }

            if (isTime || dispatcher.HasWork())
            {
                loop.Wake();
            }
        }
    }
}
