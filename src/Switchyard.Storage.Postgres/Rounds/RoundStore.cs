using Microsoft.Extensions.Logging;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Postgres.Connections;
using Switchyard.Storage.Postgres.Rounds.Parts;
using Switchyard.Storage.Postgres.Time;

namespace Switchyard.Storage.Postgres.Rounds;

/// <summary>
/// Commits rounds, by a connection of their own. When that breaks while a round is under way, what became of the round is
/// asked for as soon as the database is back: was it committed, its answers are read from where it kept them; was it
/// not, it is sent again. Nobody is told of a failure that was none.
/// </summary>
internal sealed partial class RoundStore(NodeSession session, StoreClock clock, LowWater lows, ILogger logger)
    : IRoundStore,
        IAsyncDisposable
{
    /// <summary>Between tries to learn what became of a round.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly LeaseLow _over = new(TimeProvider.System);
    private long _serial;
    private long _committed;
    private readonly SemaphoreSlim _turn = new(1);
    private bool _isClosed;

    /// <inheritdoc/>
    public async ValueTask<RoundResult> CommitAsync(Round round, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_isClosed, this);
        if (!await _turn.WaitAsync(0, CancellationToken.None))
        {
            throw new InvalidOperationException("Rounds are committed by one caller at a time.");
        }

        try
        {
            return await TryAsync(round, isFirst: true, cancellation)
                ?? await TryAsync(round, isFirst: false, cancellation)
                ?? throw Broke();
        }
        catch (Exception fault) when (PostgresFault.IsOutage(fault))
        {
            throw PostgresFault.Translate(fault);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Waits for the round under way.</summary>
    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        _isClosed = true;
        _turn.Release();
    }

    // Null when the round was certainly not committed: the connection broke, or another node's round was in the way.
    private async Task<RoundResult?> TryAsync(Round round, bool isFirst, CancellationToken cancellation)
    {
        await session.OpenAsync(cancellation);
        lows.Begin(round);
        _over.Begin();
        var key = new RoundKey(session.Node, ++_serial);
        RoundResult? result;
        try
        {
            result = await BatchOf(round).CommitAsync(session.Connection, key);
        }
        catch (Exception fault)
        {
            lows.Forget();
            _over.Forget();
            if (isFirst && PostgresFault.IsDeadlock(fault))
            {
                return null;
            }

            if (!PostgresFault.IsBreak(fault))
            {
                throw;
            }

            result = await FindAsync(round, key, fault, cancellation);
        }

        _committed = result is null ? _committed : key.Serial;
        return result;
    }

    private async Task<RoundResult?> FindAsync(
        Round round,
        RoundKey key,
        Exception cause,
        CancellationToken cancellation
    )
    {
        LogBroke(logger, key.Serial, cause.Message);
        while (true)
        {
            try
            {
                // Opening it again ends the round under way, one way or the other.
                await session.ReopenAsync(cancellation);
                var result = await BatchOf(round).FindAsync(session.Connection, key);
                LogFound(logger, key.Serial, result is not null);
                return result;
            }
            catch (OperationCanceledException)
            {
                throw new StorageFatalException(
                    $"The connection to the database broke in round {key.Serial} of node {key.Node} and did not come back: "
                        + "what became of the round is unknown.",
                    cause
                );
            }
            catch (Exception fault) when (PostgresFault.Translate(fault) is StorageUnavailableException)
            {
                await Task.WhenAny(Task.Delay(Pause, TimeProvider.System, cancellation));
            }
        }
    }

    private RoundBatch BatchOf(Round round) =>
        new(round, jobs => new BeginPart(session.Epoch, _committed, clock, jobs), lows, _over);

    private static StorageUnavailableException Broke() =>
        new("The connection to the database broke; the round was not committed.");

    [LoggerMessage(
        3502,
        LogLevel.Warning,
        "The connection broke in round {Serial}, whose outcome is looked for: {Problem}"
    )]
    private static partial void LogBroke(ILogger logger, long serial, string problem);

    [LoggerMessage(3503, LogLevel.Information, "The database is back. Round {Serial} was committed: {Committed}.")]
    private static partial void LogFound(ILogger logger, long serial, bool committed);
}
