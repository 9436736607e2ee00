using Dapper;
using Microsoft.Extensions.Logging;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Postgres.Connections;

namespace Switchyard.Storage.Postgres.Lanes;

/// <summary>Folds the rows that rounds added to the counts into one a count, beside the rounds, every few seconds.</summary>
internal sealed partial class CounterFolder : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly StoreDatabase _database;
    private readonly ILogger _logger;
    private readonly PeriodicTimer _timer = new(Interval, TimeProvider.System);
    private readonly Task _running;

    public CounterFolder(StoreDatabase database, ILogger logger)
    {
        (_database, _logger) = (database, logger);
        _running = Task.Run(RunAsync);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _running;
    }

    // Whichever node comes first takes the rows, the others find none: no two fold the same.
    private ValueTask<int> FoldAsync() =>
        _database.WriteAsync(
            connection =>
                connection.ExecuteAsync(
                    """
                    WITH taken AS (
                      DELETE FROM counter WHERE ctid = ANY (ARRAY(
                        SELECT ctid FROM counter LIMIT 100000 FOR UPDATE SKIP LOCKED
                      ))
                      RETURNING lane, state, n
                    )
                    INSERT INTO counter (lane, state, n)
                    SELECT lane, state, sum(n) FROM taken GROUP BY lane, state HAVING sum(n) <> 0
                    """
                ),
            CancellationToken.None
        );

    private async Task RunAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            try
            {
                await FoldAsync();
            }
            catch (StorageUnavailableException problem)
            {
                LogUnfolded(_logger, problem.Message);
            }
        }
    }

    [LoggerMessage(3504, LogLevel.Debug, "The counts could not be folded: {Problem}")]
    private static partial void LogUnfolded(ILogger logger, string problem);
}
