using Switchyard.Engine.Dispatch;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Diagnostics;

/// <summary>Tries what it reports on, at most once a second: a probe costs a sync, and anyone may ask.</summary>
internal sealed class HealthProbe(INodeStore store, RoundLoop loop, TimeProvider clock) : IEngineHealth, IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>A commit that lasts longer will not end.</summary>
    private static readonly TimeSpan MaxTurn = TimeSpan.FromSeconds(60);

    private readonly long startedAt = clock.GetTimestamp();
    private readonly SemaphoreSlim probing = new(1);
    private EngineHealth? last;
    private long lastAt;

    /// <inheritdoc/>
    public async ValueTask<EngineHealth> ProbeAsync(CancellationToken cancellation)
    {
        await probing.WaitAsync(cancellation);
        try
        {
            if (last is null || clock.GetElapsedTime(lastAt) > Fresh)
            {
                last = await TryAsync(cancellation);
                lastAt = clock.GetTimestamp();
            }

            return last with
            {
                Uptime = clock.GetElapsedTime(startedAt),
            };
        }
        finally
        {
            probing.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask<string?> ProbeLifeAsync(CancellationToken cancellation)
    {
        if (loop.Fatal.IsCompleted)
        {
            return "The store failed for good.";
        }

        try
        {
            await loop.RunAsync(RoundOperations.Turn()).AsTask().WaitAsync(Patience, clock, cancellation);
        }
        catch (StorageUnavailableException)
        {
            // Refused is answered: the loop turns, and the store is another probe's business.
        }
        catch (TimeoutException) when (loop.SinceTurn > MaxTurn)
        {
            return $"The loop has not turned for {(int)loop.SinceTurn.TotalSeconds} s.";
        }
        catch (TimeoutException)
        {
            // A commit that takes long on a busy disk is no reason to be killed in its midst.
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => probing.Dispose();

    private async ValueTask<EngineHealth> TryAsync(CancellationToken cancellation)
    {
        var storeProblem = await TryAsync(() => store.ProbeAsync(cancellation).AsTask(), cancellation);
        var queueProblem = await TryAsync(() => loop.RunAsync(RoundOperations.Turn()).AsTask(), cancellation);
        return new(storeProblem is null, queueProblem is null, default, storeProblem ?? queueProblem);
    }

    private async ValueTask<string?> TryAsync(Func<Task> attempt, CancellationToken cancellation)
    {
        try
        {
            await attempt().WaitAsync(Patience, clock, cancellation);
            return null;
        }
        catch (Exception problem) when (problem is StorageUnavailableException or StorageFatalException)
        {
            return problem.Message;
        }
        catch (TimeoutException)
        {
            return $"No answer within {Patience.TotalSeconds} s.";
        }
    }
}
