using Switchyard.Engine.Storage;
using Switchyard.Storage.Postgres.Tests.Outages;

namespace Switchyard.Storage.Postgres.Tests;

/// <summary>What a round costs: one transaction, one round trip, and a statement for each of its parts.</summary>
public sealed class RoundCostTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    public async Task Round_OfEverything_IsOneRoundTripAndOneTransaction(int jobs)
    {
        await using var store = await ProxiedStore.OpenAsync();
        await RoundAsync([]); // the first prepares its statements, in the same round trip
        var leased = (await RoundAsync([])).Claims[0];
        var (trips, statements) = (store.Proxy.RoundTrips, store.Proxy.Statements);
        var before = await store.ScalarAsync("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint");

        await RoundAsync(leased);

        (store.Proxy.RoundTrips - trips).ShouldBe(1);
        // Begin, settlements, renewals, orders, submissions, sweep, one claim, the next sweep.
        (store.Proxy.Statements - statements).ShouldBe(8);
        (await TransactionsSinceAsync(before)).ShouldBe(1);

        Task<RoundResult> RoundAsync(IReadOnlyList<LeasedJob> leased) =>
            store.CommitAsync(round =>
            {
                round.Settlements.Add(Settlement.Released(1, 999));
                round.Settlements.AddRange(leased.Select(job => Settlement.Succeeded(job.Id, job.Token, default)));
                round.Renewals.Add(new Renewal(1, 999, TimeSpan.FromMinutes(1), true, null));
                round.Orders.Add(new Order(1, OrderKind.Start));
                round.Submissions.AddRange(Enumerable.Range(0, jobs).Select(_ => new Submission([store.Job], null)));
                round.SweepLimit = 1_000;
                round.Claims.Add(store.Claim(jobs));
            });

        // Each transaction, and each of its parts that could fail by itself, leaves its own number in what it writes.
        Task<long> TransactionsSinceAsync(long number) =>
            store.ScalarAsync(
                $"""
                SELECT count(DISTINCT by::text) FROM (SELECT xmin AS by FROM job UNION ALL SELECT xmin FROM ready
                  UNION ALL SELECT xmin FROM lease UNION ALL SELECT xmin FROM outcome UNION ALL SELECT xmin FROM counter
                  UNION ALL SELECT xmin FROM round UNION ALL SELECT xmin FROM answer) s
                WHERE by::text::bigint >= {number}
                """
            );
    }

    [Fact]
    public async Task Round_OfNothing_IsOneStatement()
    {
        await using var store = await ProxiedStore.OpenAsync();
        await store.CommitAsync(_ => { });
        var (trips, statements) = (store.Proxy.RoundTrips, store.Proxy.Statements);

        await store.CommitAsync(_ => { });

        (store.Proxy.RoundTrips - trips, store.Proxy.Statements - statements).ShouldBe((1, 1));
    }
}
