using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Sqlite.Writing;

/// <summary>
/// The thread that writes, the only one. A round goes before side work; after each round one piece of side work gets
/// its turn, so that neither starves. Checkpoints are made between them.
/// </summary>
internal sealed class Writer : IRoundStore, IAsyncDisposable
{
    /// <summary>Side work that may wait: the next caller waits outside.</summary>
    private const int MaxSideWork = 64;

    private readonly object _gate = new();
    private readonly Queue<IWriterWork> _side = new();
    private readonly SemaphoreSlim _room = new(MaxSideWork);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Transactions _transactions;
    private readonly RoundWork _round;
    private readonly Checkpoints _checkpoints;
    private bool _roundWaits;
    private bool _closing;

    public Writer(Transactions transactions, RoundWork round, Checkpoints checkpoints)
    {
        _transactions = transactions;
        _round = round;
        _checkpoints = checkpoints;
        _checkpoints.Wakes = Wake;
        new Thread(Loop) { Name = "switchyard-sqlite-writer", IsBackground = true }.Start();
    }

    /// <summary>Has a round committed.</summary>
    public ValueTask<RoundResult> CommitAsync(Round round, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closing, this);
            var done = _round.Begin(round);
            _roundWaits = true;
            Monitor.Pulse(_gate);
            return done;
        }
    }

    /// <summary>Does some work in a transaction of its own, in turn with the rounds.</summary>
    public async ValueTask<T> RunAsync<T>(Func<T> work, CancellationToken cancellation)
    {
        await _room.WaitAsync(cancellation);
        try
        {
            var side = new SideWork<T>(_transactions, work);
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_closing, this);
                _side.Enqueue(side);
                Monitor.Pulse(_gate);
            }

            return await side.Task;
        }
        finally
        {
            _room.Release();
        }
    }

    /// <summary>Ends the thread once all that waits is done.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _closing = true;
            Monitor.Pulse(_gate);
        }

        await _ended.Task;
    }

    private void Loop()
    {
        while (Wait(out var round, out var side))
        {
            if (round)
            {
                _round.Run();
            }

            side?.Run();
            _checkpoints.Consider();
        }

        _checkpoints.Close();
        _ended.SetResult();
    }

    // False when there is nothing left to do and there never will be.
    private bool Wait(out bool round, out IWriterWork? side)
    {
        lock (_gate)
        {
            while (!_roundWaits && _side.Count == 0 && !_closing && !_checkpoints.IsDue)
            {
                Monitor.Wait(_gate);
            }

            round = _roundWaits;
            _roundWaits = false;
            return _side.TryDequeue(out side) || round || !_closing;
        }
    }

    private void Wake()
    {
        lock (_gate)
        {
            Monitor.Pulse(_gate);
        }
    }
}
