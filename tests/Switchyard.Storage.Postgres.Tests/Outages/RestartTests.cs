using Microsoft.Extensions.Logging.Abstractions;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Postgres.Tests.Outages;

/// <summary>A database that is restarted, or crashes, under a store in use.</summary>
public sealed class RestartTests
{
    [Theory]
    [InlineData("fast")]
    [InlineData("immediate")]
    public async Task Restart_UnderLoad_LosesNothingAcknowledgedAndDoesNothingRefused(string mode)
    {
        Assert.SkipWhen(PostgresCluster.Missing is not null, PostgresCluster.Missing ?? "");
        await using var cluster = await PostgresCluster.StartAsync();
        await using var storage = await PostgresStorage.OpenAsync(
            new PostgresStorageOptions { Database = cluster.UrlOf(await cluster.CreateDatabaseAsync()) },
            NullLogger<PostgresStorage>.Instance,
            CancellationToken.None
        );
        await storage.Nodes.StartAsync(CancellationToken.None);
        var lane = await storage.Lanes.InternAsync(Dialect.Native, 0, "work", [], CancellationToken.None);
        var (acknowledged, refused, rounds) = (new List<long>(), 0, 0);
        using var enough = new CancellationTokenSource();
        var load = Task.Run(LoadAsync);
        await Eventually.HoldsAsync("some rounds are done", () => Volatile.Read(ref rounds) > 50);

        await cluster.StopAsync(mode);
        await Eventually.HoldsAsync("the store meets the outage", ReadFailsAsync);
        await cluster.StartAgainAsync();
        var before = Volatile.Read(ref rounds);
        await Eventually.HoldsAsync(
            "rounds go on",
            () => Volatile.Read(ref rounds) > before + 50,
            TimeSpan.FromSeconds(30)
        );

        await enough.CancelAsync();
        await load;
        var stored = new List<long>();
        for (long? at = null; ; )
        {
            var page = await storage.Jobs.ListAsync(
                new JobQuery { Limit = 1_000, Before = at },
                CancellationToken.None
            );
            stored.AddRange(page.Jobs.Select(job => job.Id));
            if (page.Before is not { } next)
            {
                break;
            }

            at = next;
        }

        stored.Order().ShouldBe(acknowledged.Order(), $"{refused} rounds were refused");
        (await storage.Maintenance.ReconcileAsync(0, 10_000, CancellationToken.None)).Repairs.ShouldBeEmpty();

        async Task LoadAsync()
        {
            while (!enough.IsCancellationRequested)
            {
                var round = new Round();
                round.Submissions.Add(
                    new Submission(
                        [
                            new NewJob
                            {
                                Lane = lane!,
                                Salt = 1,
                                Payload = default,
                            },
                        ],
                        null
                    )
                );
                try
                {
                    var result = await storage.Rounds.CommitAsync(round, CancellationToken.None);
                    acknowledged.Add(result.Submissions[0].FirstId);
                    Interlocked.Increment(ref rounds);
                }
                catch (StorageUnavailableException)
                {
                    refused++;
                    await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None);
                }
            }
        }

        async Task<bool> ReadFailsAsync()
        {
            try
            {
                await storage.Nodes.ProbeAsync(CancellationToken.None);
                return false;
            }
            catch (StorageUnavailableException)
            {
                return true;
            }
        }
    }
}
