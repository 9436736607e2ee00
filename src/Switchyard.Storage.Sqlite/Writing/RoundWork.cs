using System.Threading.Tasks.Sources;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite.Rounds;

namespace Switchyard.Storage.Sqlite.Writing;

/// <summary>The round under way: one at a time, so one object serves them all.</summary>
internal sealed class RoundWork(Transactions transactions, RoundApplier applier)
    : IWriterWork,
        IValueTaskSource<RoundResult>
{
    // Whoever waits goes on right here, on the writer's thread, until it awaits something: the next round, as a rule,
    // which then runs without any thread having been woken. A hop to the pool and back costs 20 to 50 µs, and the pool's
    // threads spin while they wait for the sync.
    private ManualResetValueTaskSourceCore<RoundResult> _done;
    private Round _round = new();
    private int _busy;

    /// <summary>Takes a round, to be run by the writer.</summary>
    /// <exception cref="InvalidOperationException">The one before is still under way.</exception>
    public ValueTask<RoundResult> Begin(Round round)
    {
        if (Interlocked.Exchange(ref _busy, 1) != 0)
        {
            throw new InvalidOperationException("Rounds are committed by one caller at a time.");
        }

        _round = round;
        _done.Reset();
        return new ValueTask<RoundResult>(this, _done.Version);
    }

    public void Run()
    {
        RoundResult result;
        try
        {
            result = transactions.Run(() => applier.Apply(_round));
        }
        catch (Exception fault)
        {
            _done.SetException(fault);
            return;
        }

        _done.SetResult(result);
    }

    public RoundResult GetResult(short token)
    {
        try
        {
            return _done.GetResult(token);
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }

    public ValueTaskSourceStatus GetStatus(short token) => _done.GetStatus(token);

    public void OnCompleted(
        Action<object?> continuation,
        object? state,
        short token,
        ValueTaskSourceOnCompletedFlags flags
    ) => _done.OnCompleted(continuation, state, token, flags);
}
