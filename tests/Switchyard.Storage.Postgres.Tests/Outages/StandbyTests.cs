using Microsoft.Extensions.Logging;
using Switchyard.Engine.Audit;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Postgres.Tests.Outages;

/// <summary>A synchronous standby, which every commit waits for, that is away.</summary>
public sealed class StandbyTests
{
    /// <summary>Told of a round whose connection broke.</summary>
    private const int Broke = 3502;

    [Fact]
    public async Task Round_WhileTheStandbyIsAway_IsNotAnswered()
    {
        Assert.SkipWhen(PostgresCluster.Missing is not null, PostgresCluster.Missing ?? "");
        await using var primary = await PostgresCluster.StartAsync();
        await using var standby = await primary.StartStandbyAsync(isSynchronous: true);
        var url = primary.UrlOf(await primary.CreateDatabaseAsync());
        var log = new BreakLog();
        await using var storage = await PostgresStorage.OpenAsync(
            new PostgresStorageOptions { Database = $"{url}?Command%20Timeout=1" },
            log,
            CancellationToken.None
        );
        await storage.Nodes.StartAsync(CancellationToken.None);
        var lane = await storage.Lanes.InternAsync(Dialect.Native, 0, "work", [], CancellationToken.None);
        var round = new Round();
        round.Submissions.Add(
            new Submission(
                [
                    new NewJob
                    {
                        Lane = lane.ShouldNotBeNull(),
                        Salt = 1,
                        Payload = default,
                    },
                ],
                null
            )
        );
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await standby.StopAsync("immediate");

        var underWay = storage.Rounds.CommitAsync(round, limit.Token).AsTask();
        await Task.WhenAny(underWay, log.Told).WaitAsync(TimeSpan.FromSeconds(30));
        underWay.IsCompleted.ShouldBeFalse("it is committed on the primary alone");
        await standby.StartAgainAsync();

        (await underWay).Submissions[0].FirstId.ShouldBe(1);
        var counts = await storage.Lanes.CountsAsync(CancellationToken.None);
        counts.Sum(count => count.Count).ShouldBe(1);
    }

    [Fact]
    public async Task Write_WhileTheStandbyIsAway_IsUnavailable()
    {
        Assert.SkipWhen(PostgresCluster.Missing is not null, PostgresCluster.Missing ?? "");
        await using var primary = await PostgresCluster.StartAsync();
        await using var standby = await primary.StartStandbyAsync(isSynchronous: true);
        var url = primary.UrlOf(await primary.CreateDatabaseAsync());
        await using var storage = await PostgresStorage.OpenAsync(
            new PostgresStorageOptions { Database = $"{url}?Command%20Timeout=1" },
            new BreakLog(),
            CancellationToken.None
        );
        var act = new AuditEntry(1, "key", Dialect.Native, "::1", "test", "", null);
        await standby.StopAsync("immediate");

        await Should.ThrowAsync<StorageUnavailableException>(() =>
            storage.Audit.AppendAsync(act, CancellationToken.None).AsTask()
        );

        await standby.StartAgainAsync();
        await Eventually.HoldsAsync(
            "writes get through again",
            async () =>
            {
                try
                {
                    await storage.Audit.AppendAsync(act, CancellationToken.None);
                    return true;
                }
                catch (StorageUnavailableException)
                {
                    return false;
                }
            }
        );
    }

    private sealed class BreakLog : ILogger<PostgresStorage>
    {
        private readonly TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Told => _told.Task;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (eventId.Id == Broke)
            {
                _told.TrySetResult();
            }
        }
    }
}
