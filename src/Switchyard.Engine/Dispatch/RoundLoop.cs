using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Switchyard.Engine.Diagnostics;
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
    EngineMetrics metrics,
    TimeProvider clock,
    ILogger logger
) : IDisposable
{
    /// <summary>Jobs, settlements, renewals and orders in one round, but for a single larger submission.</summary>
    internal const int MaxRound = 1_024;

    /// <summary>The same for what waits: beyond it a submit is refused as overloaded.</summary>
    internal const int MaxQueued = 100_000;

    /// <summary>Jobs that time moves in one round.</summary>
    private const int SweepLimit = 2_000;

    /// <summary>How long a stop waits for the round under way, of which a store may not know what became of it.</summary>
    internal static readonly TimeSpan LastRoundLimit = TimeSpan.FromSeconds(5);

    /// <summary>Between tries while the store is unavailable.</summary>
    internal static readonly TimeSpan OutagePause = TimeSpan.FromMilliseconds(100);

    // Unbounded by itself: submits and orders are bounded by MaxQueued, settlements by the leases held.
    private readonly Channel<IRoundOperation> queue = Channel.CreateUnbounded<IRoundOperation>(
        new UnboundedChannelOptions { SingleReader = true }
    );

    private readonly List<IRoundOperation> taken = [];

    // What outlasts an outage, in order, before anything in the queue.
    private readonly List<IRoundOperation> kept = [];
    private readonly TaskCompletionSource fatal = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource stopAsked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource givenUp = new();
    private Task? running;
    private long turnedAt = clock.GetTimestamp();
    private int queued;
    private int wakePending;
    private bool isOut;

    /// <summary>Faults when the store failed for good.</summary>
    public Task Fatal => fatal.Task;

    /// <summary>Whether more work would only wait.</summary>
    public bool IsOverloaded => Volatile.Read(ref queued) > MaxQueued;

    /// <summary>Operations that wait for a round, in jobs.</summary>
    public int Waiting => Volatile.Read(ref queued);

    /// <summary>How long ago the loop last came round, be it to no avail. It grows while the loop sleeps, and while a commit lasts.</summary>
    public TimeSpan SinceTurn => clock.GetElapsedTime(Volatile.Read(ref turnedAt));

    /// <summary>Begins to turn.</summary>
    public void Start() => running = Task.Run(RunAsync, CancellationToken.None);

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
        if (!TryPost(operation))
        {
            throw Stopping();
        }
    }

    /// <summary>The same; false when the engine has stopped.</summary>
    public bool TryPost(IRoundOperation operation)
    {
        Interlocked.Add(ref queued, operation.Weight);
        if (queue.Writer.TryWrite(operation))
        {
            return true;
        }

        Interlocked.Add(ref queued, -operation.Weight);
        return false;
    }

    /// <summary>Makes the loop look again: a slot became free, or a sweep is due.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref wakePending, 1) == 0)
        {
            TryPost(RoundOperations.Turn());
        }
    }

    /// <summary>Finishes what waits and stops turning; what an outage keeps back has one more try, then fails.</summary>
    public async Task StopAsync()
    {
        queue.Writer.TryComplete();
        stopAsked.TrySetResult();
        if (running is not null)
        {
            await running;
        }
    }

    /// <summary>Gives up a round that the store does not come back from: the engine fails for good.</summary>
    public void GiveUp() => givenUp.Cancel();

    /// <inheritdoc/>
    public void Dispose() => givenUp.Dispose();

    /// <summary>Ends the engine for a failure beside the loop.</summary>
    public void Abort(Exception problem)
    {
        LogFatal(logger, problem);
        queue.Writer.TryComplete();
        fatal.TrySetException(problem);
    }

    /// <summary>The answer to whoever comes too late.</summary>
    public static StorageUnavailableException Stopping() => new("The server is stopping.");

    private async Task RunAsync()
    {
        try
        {
            // Claims are looked for after every round, so the loop sleeps only when nothing waits and nothing can go out.
            while (await NextAsync())
            {
                await TurnAsync();
                // Whom the round woke goes first: what they ask for next is in the next round, not in the one after it.
                await Task.Yield();
            }
        }
        catch (Exception problem)
        {
            Abort(problem);
            FailAll(new StorageUnavailableException("The store failed; the server ends.", problem));
        }
    }

    private ValueTask<bool> NextAsync()
    {
        if (kept.Count > 0 || queue.Reader.TryPeek(out _))
        {
            return new(true);
        }

        var isStopped = queue.Reader.Completion.IsCompleted;
        return !isStopped && (sweeps.IsDue || dispatcher.HasWork())
            ? new(true)
            : queue.Reader.WaitToReadAsync(CancellationToken.None);
    }

    private async ValueTask TurnAsync()
    {
        Volatile.Write(ref turnedAt, clock.GetTimestamp());
        var round = new Round();
        Fill(round);
        if (sweeps.IsDue)
        {
            round.SweepLimit = SweepLimit;
        }

        dispatcher.AddRenewals(round);
        dispatcher.AddClaims(round);
        var result = RoundResult.Nothing;
        if (!round.IsEmpty)
        {
            var began = clock.GetTimestamp();
            try
            {
                result = await store.CommitAsync(round, givenUp.Token);
            }
            catch (StorageUnavailableException problem)
            {
                dispatcher.Fail(round);
                metrics.NoteOutage();
                Keep(problem);
                await Task.WhenAny(Task.Delay(OutagePause, clock, CancellationToken.None), stopAsked.Task);
                return;
            }

            NoteServed();
            await publisher.PublishAsync(round, result, began, clock.GetTimestamp(), givenUp.Token);
        }

        foreach (var operation in taken)
        {
            operation.Complete(result);
        }

        taken.Clear();
    }

    private void Fill(Round round)
    {
        var weight = 0;
        var fromKept = 0;
        while (fromKept < kept.Count && Fits(kept[fromKept]))
        {
            Take(kept[fromKept++]);
        }

        kept.RemoveRange(0, fromKept);
        while (kept.Count == 0 && queue.Reader.TryPeek(out var next) && Fits(next) && queue.Reader.TryRead(out _))
        {
            Interlocked.Add(ref queued, -next.Weight);
            Take(next);
        }

        // Not before: a wake that was posted and taken meanwhile would count as pending for ever, and nobody post another.
        Interlocked.Exchange(ref wakePending, 0);

        bool Fits(IRoundOperation operation) => weight == 0 || weight + operation.Weight <= MaxRound;

        void Take(IRoundOperation operation)
        {
            weight += operation.Weight;
            operation.AddTo(round);
            taken.Add(operation);
        }
    }

    /// <summary>
    /// The store is out: clients are told at once, also those whose operations wait behind what is kept, and what
    /// workers said is kept for the next try.
    /// </summary>
    private void Keep(StorageUnavailableException problem)
    {
        if (!isOut)
        {
            LogUnavailable(logger, problem.Message);
            isOut = true;
        }

        while (queue.Reader.TryRead(out var operation))
        {
            Interlocked.Add(ref queued, -operation.Weight);
            kept.Add(operation);
        }

        kept.InsertRange(0, taken);
        taken.Clear();
        var isLast = queue.Reader.Completion.IsCompleted;
        kept.RemoveAll(operation =>
        {
            var isOver = isLast || !operation.SurvivesOutage;
            if (isOver)
            {
                operation.Fail(problem);
            }

            return isOver;
        });

        Interlocked.Exchange(ref wakePending, 0); // a wake was among them, perhaps: what it was for is looked at now
        Wake();
    }

    private void NoteServed()
    {
        if (isOut)
        {
            LogServes(logger);
            isOut = false;
        }
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
