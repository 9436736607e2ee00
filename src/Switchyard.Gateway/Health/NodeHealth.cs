using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Switchyard.Engine.Diagnostics;

namespace Switchyard.Gateway.Health;

/// <summary>
/// Whether this node can do its work. A check writes to the store, and anybody may ask: whoever asks within a second of
/// another gets the same answer, and one probe runs at a time.
/// </summary>
internal sealed partial class NodeHealth(
    IEngineHealth engine,
    IHostApplicationLifetime lifetime,
    TimeProvider clock,
    ILogger<NodeHealth> logger
)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private Task<EngineHealth>? _probe;
    private long _probedAt;

    /// <summary>Checks, or answers with what a check just found. Within 5 s.</summary>
    /// <param name="cancellation">The asker went away; the check goes on for others.</param>
    public async ValueTask<HealthReport> CheckAsync(CancellationToken cancellation)
    {
        Task<EngineHealth> probe;
        lock (_gate)
        {
            if (_probe is null || (_probe.IsCompleted && clock.GetElapsedTime(_probedAt) >= Freshness))
            {
                _probe = ProbeAsync();
                _probedAt = clock.GetTimestamp();
            }

            probe = _probe;
        }

        var found = await probe.WaitAsync(cancellation);
        var isReady =
            lifetime.ApplicationStarted.IsCancellationRequested
            && !lifetime.ApplicationStopping.IsCancellationRequested;
        return new HealthReport(isReady, found);
    }

    private async Task<EngineHealth> ProbeAsync()
    {
        using var limit = new CancellationTokenSource(Limit, clock);
        EngineHealth found;
        try
        {
            found = await engine.ProbeAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            found = new EngineHealth(false, false, TimeSpan.Zero, $"No answer within {Limit.TotalSeconds} s.");
        }

        if (!found.IsHealthy)
        {
            LogUnhealthy(found.Problem);
        }

        return found;
    }

    [LoggerMessage(2010, LogLevel.Warning, "The node is not healthy: {Problem}")]
    private partial void LogUnhealthy(string? problem);
}
