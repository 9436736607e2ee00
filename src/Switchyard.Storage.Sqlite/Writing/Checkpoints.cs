using Microsoft.Extensions.Logging;
using SQLitePCL;
using Switchyard.Storage.Sqlite.Native;

namespace Switchyard.Storage.Sqlite.Writing;

/// <summary>
/// Copies the WAL into the database: by the writer's thread only, between rounds. SQLite before 3.51.3 can corrupt a
/// WAL when two connections checkpoint at once.
/// </summary>
internal sealed partial class Checkpoints : IDisposable
{
    /// <summary>Pages in the WAL that make a checkpoint due: 16 MiB, which a restart after a kill replays in about 30 ms.</summary>
    public const int MaxPages = 4096;

    /// <summary>The length that the WAL reaches between checkpoints: its pages, their headers, and a large round.</summary>
    public const long WalSize = (MaxPages + 512) * (4096 + 24);

    /// <summary>Pages by which the WAL grows before another try, when readers or a full disk stopped the last.</summary>
    private const int RetryPages = 1024;

    /// <summary>Pages at which a checkpoint waits for readers, which else could keep the WAL growing for ever: 128 MiB.</summary>
    private const int TooManyPages = 8 * MaxPages;

    /// <summary>Without work for so long, whatever is in the WAL is copied.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);

    private readonly Connection _database;
    private readonly Transactions _transactions;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private int _copied; // pages written until the last whole checkpoint
    private int _next = MaxPages; // pages written at which the next one is due
    private int _seen; // pages written when the timer was set
    private bool _timerSet;
    private volatile bool _timerFired;

    public Checkpoints(Connection database, Transactions transactions, TimeProvider time, ILogger logger)
    {
        _database = database;
        _transactions = transactions;
        _logger = logger;
        _timer = time.CreateTimer(_ => Fired(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Wakes the writer's thread.</summary>
    public Action Wakes { get; set; } = () => { };

    /// <summary>Whether the writer's thread is wanted though it has no work.</summary>
    public bool IsDue => _timerFired;

    /// <summary>Makes a checkpoint if it is time for one. Between rounds, on the writer's thread.</summary>
    public void Consider()
    {
        var written = _database.PagesWritten();
        if (_timerFired)
        {
            _timerFired = _timerSet = false;
            if (written == _seen && written != _copied)
            {
                Run(written);
            }
        }

        if (written >= _next)
        {
            Run(written);
        }

        if (written != _copied && !_timerSet && !_transactions.IsFatal)
        {
            _timerSet = true;
            _seen = written;
            _timer.Change(Idle, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Empties the WAL. After the last round, when the readers are closed.</summary>
    public void Close()
    {
        Dispose();
        if (!_transactions.IsFatal)
        {
            Try(raw.SQLITE_CHECKPOINT_TRUNCATE);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Fired()
    {
        _timerFired = true;
        Wakes();
    }

    private void Run(int written)
    {
        var mode = written - _copied > TooManyPages ? raw.SQLITE_CHECKPOINT_RESTART : raw.SQLITE_CHECKPOINT_PASSIVE;
        if (!_transactions.IsFatal && Try(mode))
        {
            _copied = written;
            _next = written + MaxPages;
        }
        else
        {
            _next = written + RetryPages;
        }
    }

    private bool Try(int mode)
    {
        try
        {
            var (pages, copied) = (0, -1);
            _transactions.Guard(() => (pages, copied) = _database.Checkpoint(mode));
            return pages == copied;
        }
        catch (Exception fault)
        {
            Failed(_logger, fault);
            return false;
        }
    }

    [LoggerMessage(
        3001,
        LogLevel.Warning,
        "The write-ahead log could not be copied into the database; it grows until it can."
    )]
    private static partial void Failed(ILogger logger, Exception fault);
}
