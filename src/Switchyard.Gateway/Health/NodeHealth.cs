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

    private readonly SharedProbe<EngineHealth> _health = new(Freshness, clock);
    private readonly SharedProbe<string?> _life = new(Freshness, clock);

    /// <summary>Checks, or answers with what a check just found. Within 5 s.</summary>
    /// <param name="cancellation">The asker went away; the check goes on for others.</param>
    public async ValueTask<HealthReport> CheckAsync(CancellationToken cancellation)
    {
        var found = await _health.GetAsync(ProbeAsync, cancellation);
        return new HealthReport(
            lifetime.ApplicationStarted.IsCancellationRequested,
            lifetime.ApplicationStopping.IsCancellationRequested,
            found
        );
    }

    /// <summary>What only a restart can mend; null when there is nothing of the kind. Within 5 s.</summary>
    /// <param name="cancellation">The asker went away; the check goes on for others.</param>
    public ValueTask<string?> CheckLifeAsync(CancellationToken cancellation) =>
        _life.GetAsync(() => engine.ProbeLifeAsync(CancellationToken.None).AsTask(), cancellation);

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
