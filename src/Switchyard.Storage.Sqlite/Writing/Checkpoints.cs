using Microsoft.Extensions.Logging;
using SQLitePCL;
using Switchyard.Storage.Sqlite.Native;

namespace Switchyard.Storage.Sqlite.Writing;

/// <summary>
/// Copies the WAL into the database: by the writer's thread only, between rounds. SQLite before 3.51.3 can corrupt a
/// WAL when two connections checkpoint at once.
/// </summary>
internal sealed partial class Checkpoints
{
    /// <summary>Pages in the WAL that make a checkpoint due: 16 MiB, which a restart after a kill replays in about 30 ms.</summary>
    public const int MaxPages = 4096;

    /// <summary>The length that the WAL reaches between checkpoints: its pages, their headers, and a large round.</summary>
    public const long WalSize = (MaxPages + 512) * (4096 + 24);

    /// <summary>Pages by which the WAL grows before another try, when readers or a full disk stopped the last.</summary>
    private const int RetryPages = 1024;

    /// <summary>Pages at which a checkpoint waits for readers, whose overlapping could keep the WAL growing: 128 MiB.</summary>
    private const int TooManyPages = 8 * MaxPages;

    /// <summary>Without work for so long, whatever is in the WAL is copied.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);

    /// <summary>How long rounds wait with a checkpoint that waits for readers, most of which take microseconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    private readonly Connection _database;
    private readonly Transactions _transactions;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private long _written; // pages, ever
    private long _copied; // those written until the last whole checkpoint
    private long _next = MaxPages; // those written when the next one is due
    private long _seen; // those written when the timer was set
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
        _written += _database.TakePagesWritten();
        if (_timerFired)
        {
            _timerFired = _timerSet = false;
            if (_written == _seen && _written != _copied)
            {
                Run();
            }
        }

        if (_written >= _next)
        {
            Run();
        }

        if (_written != _copied && !_timerSet && !_transactions.IsFatal)
        {
            _timerSet = true;
            _seen = _written;
            _timer.Change(Idle, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Empties the WAL. After the last round, when the readers are closed.</summary>
    public void Close()
    {
        _timer.Dispose();
        if (!_transactions.IsFatal)
        {
            Try(raw.SQLITE_CHECKPOINT_TRUNCATE, Patience);
        }
    }

    private void Fired()
    {
        _timerFired = true;
        Wakes();
    }

    private void Run()
    {
        var tooMany = _written - _copied > TooManyPages;
        if (_transactions.IsFatal)
        {
            _next = long.MaxValue;
        }
        else if (
            tooMany ? Try(raw.SQLITE_CHECKPOINT_RESTART, Patience) : Try(raw.SQLITE_CHECKPOINT_PASSIVE, TimeSpan.Zero)
        )
        {
            _copied = _written;
            _next = _written + MaxPages;
        }
        else
        {
            _next = _written + (tooMany ? MaxPages : RetryPages);
        }
    }

    private bool Try(int mode, TimeSpan wait)
    {
        try
        {
            return _transactions.Guard(() => _database.Checkpoint(mode, wait));
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
