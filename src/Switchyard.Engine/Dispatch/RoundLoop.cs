using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Dispatch;

/// <summary>
/// The only batcher: takes what waits, makes it one round, commits it, hands it to the publisher, and goes on. What
/// arrives during a commit is the next round, so batches grow with load and an idle operation waits for nobody.
/// </summary>
internal sealed partial class RoundLoop(
    IRoundStore store,
    Dispatcher dispatcher,
    SweepSchedule sweeps,
    RoundPublisher publisher,
    TimeProvider clock,
    ILogger logger
)
{
    /// <summary>Jobs, settlements, renewals and orders in one round, but for a single larger submission.</summary>
    internal const int MaxRound = 1_024;

    /// <summary>The same for what waits: beyond it a submit is refused as overloaded.</summary>
    internal const int MaxQueued = 100_000;

    /// <summary>Jobs that time moves in one round.</summary>
    private const int SweepLimit = 2_000;

    /// <summary>Between tries while the store is unavailable.</summary>
    private static readonly TimeSpan OutagePause = TimeSpan.FromMilliseconds(100);

    // Unbounded by itself: submits and orders are bounded by MaxQueued, settlements and renewals by the leases held.
    private readonly Channel<IRoundOperation> queue = Channel.CreateUnbounded<IRoundOperation>(
        new UnboundedChannelOptions { SingleReader = true }
    );

    private readonly List<IRoundOperation> taken = [];
    private readonly List<IRoundOperation> kept = [];
    private readonly TaskCompletionSource fatal = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? running;
    private int queued;
    private int wakePending;

    /// <summary>Faults when the store failed for good.</summary>
    public Task Fatal => fatal.Task;

    /// <summary>Whether more work would only wait.</summary>
    public bool IsOverloaded => Volatile.Read(ref queued) > MaxQueued;

    /// <summary>Begins to turn.</summary>
    public void Start() => running = Task.Run(RunAsync);

    /// <summary>Puts an operation in the next round.</summary>
    /// <exception cref="StorageUnavailableException">The engine has stopped.</exception>
    public ValueTask<TAnswer> RunAsync<TAnswer>(RoundOperation<TAnswer> operation)
    {
        Post(operation);
        return operation.Task;
    }

    /// <summary>Puts an operation in the next round whose answer nobody waits for.</summary>
    /// <exception cref="StorageUnavailableException">The engine has stopped.</exception>
    public void Post(IRoundOperation operation)
    {
        Interlocked.Add(ref queued, operation.Weight);
        if (!queue.Writer.TryWrite(operation))
        {
            Interlocked.Add(ref queued, -operation.Weight);
            throw new StorageUnavailableException("The server is stopping.");
        }
    }

    /// <summary>Makes the loop look again: a slot became free, or a sweep is due.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref wakePending, 1) == 0)
        {
            var turn = RoundOperations.Turn();
            Interlocked.Add(ref queued, turn.Weight);
            queue.Writer.TryWrite(turn);
        }
    }

    /// <summary>Finishes what waits and stops turning.</summary>
    public async Task StopAsync()
    {
        queue.Writer.TryComplete();
        if (running is not null)
        {
            await running;
        }
    }

    private async Task RunAsync()
    {
        try
        {
            // Claims are looked for after every round, so the loop sleeps only when nothing waits and nothing can go out.
            while (await NextAsync())
            {
                await TurnAsync();
            }
        }
        catch (Exception problem)
        {
            LogFatal(logger, problem);
            queue.Writer.TryComplete();
            FailAll(problem);
            fatal.TrySetException(problem);
        }
    }

    private ValueTask<bool> NextAsync()
    {
        var stopping = queue.Reader.Completion.IsCompleted;
        var busy = kept.Count > 0 || queue.Reader.TryPeek(out _) || sweeps.IsDue || dispatcher.HasWork();
        return busy && !stopping ? new(true) : queue.Reader.WaitToReadAsync();
    }

    private async ValueTask TurnAsync()
    {
        var round = new Round();
        Fill(round);
        if (sweeps.IsDue)
        {
            round.SweepLimit = SweepLimit;
        }

        dispatcher.AddClaims(round);
        try
        {
            var result = RoundResult.Nothing;
            if (!round.IsEmpty)
            {
                result = await store.CommitAsync(round, CancellationToken.None);
                publisher.Publish(round, result);
            }

            foreach (var operation in taken)
            {
                operation.Complete(result);
            }

            taken.Clear();
        }
        catch (StorageUnavailableException problem)
        {
            dispatcher.Fail();
            LogUnavailable(logger, problem.Message);
            Keep(problem);
            await Task.Delay(OutagePause, clock);
        }
    }

    private void Fill(Round round)
    {
        Volatile.Write(ref wakePending, 0);
        var weight = 0;
        foreach (var operation in kept)
        {
            Take(operation);
        }

        kept.Clear();
        while (weight < MaxRound && queue.Reader.TryRead(out var operation))
        {
            Interlocked.Add(ref queued, -operation.Weight);
            Take(operation);
        }

        void Take(IRoundOperation operation)
        {
            weight += operation.Weight;
            operation.AddTo(round);
            taken.Add(operation);
        }
    }

    private void Keep(StorageUnavailableException problem)
    {
        foreach (var operation in taken)
        {
            if (operation.SurvivesOutage && !queue.Reader.Completion.IsCompleted)
            {
                kept.Add(operation);
            }
            else
            {
                operation.Fail(problem);
            }
        }

        taken.Clear();
    }

    private void FailAll(Exception problem)
    {
        while (queue.Reader.TryRead(out var operation))
        {
            taken.Add(operation);
        }

        foreach (var operation in taken.Concat(kept))
        {
            operation.Fail(problem);
        }

        taken.Clear();
        kept.Clear();
    }
}
