using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Switchyard.Engine.Audit;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Postgres.Tests.Outages;

/// <summary>
/// Connections that break in a round. The store must find out what became of it: nothing is done twice, nothing is told
/// to have failed that was done, and the answers are those that were lost.
/// </summary>
public sealed class LostCommitTests
{
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(30);
    private static readonly AuditEntry Entry = new(0, "test", null, null, "act", "target");

    [Fact]
    public async Task Round_WhoseAnswerIsLost_IsAnsweredAsIfItWereNot()
    {
        var plain = await PlayAsync(LossyProxy.Loss.Nothing);

        var lost = await PlayAsync(LossyProxy.Loss.Answer);

        lost.ShouldBe(plain);
    }

    [Fact]
    public async Task Round_ThatIsLostOnItsWay_IsSentAgain()
    {
        await using var store = await ProxiedStore.OpenAsync();
        store.Proxy.Lose(LossyProxy.Loss.Request);

        var first = await store.SubmitAsync();

        first.ShouldBe(1);
        (await store.CountAsync(JobState.Pending)).ShouldBe(1);
    }

    [Fact]
    public async Task Rounds_WhoseAnswersAreLostAgainAndAgain_AreEachDoneOnce()
    {
        await using var store = await ProxiedStore.OpenAsync();
        for (var n = 0; n < 20; n++)
        {
            store.Proxy.Lose(n % 3 == 0 ? LossyProxy.Loss.Request : LossyProxy.Loss.Answer);
            await store.SubmitAsync();
        }

        (await store.CountAsync(JobState.Pending)).ShouldBe(20);
    }

    [Fact]
    public async Task Round_WhileTheDatabaseStaysAway_IsNotAnsweredUntilItIsGivenUp()
    {
        await using var store = await ProxiedStore.OpenAsync();
        store.Proxy.Lose(LossyProxy.Loss.AnswerAndTheWay);
        using var stop = new CancellationTokenSource();
        var round = new Round();
        round.Submissions.Add(new Submission([store.Job], null));

        var underWay = store.Storage.Rounds.CommitAsync(round, stop.Token).AsTask();
        await Eventually.HoldsAsync("the answer is lost", () => store.Proxy.IsCut);
        await Should.ThrowAsync<StorageUnavailableException>(() =>
            store.Storage.Lanes.CountsAsync(CancellationToken.None).AsTask()
        );

        underWay.IsCompleted.ShouldBeFalse("what became of it is not known");
        await stop.CancelAsync();
        await Should.ThrowAsync<StorageFatalException>(() => underWay);
    }

    [Fact]
    public async Task Round_WhenTheDatabaseIsAwayForAMoment_IsServedLater()
    {
        await using var store = await ProxiedStore.OpenAsync();
        store.Proxy.Lose(LossyProxy.Loss.Way);
        await Should.ThrowAsync<StorageUnavailableException>(() =>
            store.Storage.Keys.ListAsync(CancellationToken.None).AsTask()
        );

        store.Proxy.Lose(LossyProxy.Loss.Nothing);

        (await store.SubmitAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task SideWork_WhoseCommitIsLost_IsDoneOnce()
    {
        await using var store = await ProxiedStore.OpenAsync();
        store.Proxy.Lose(LossyProxy.Loss.Answer);
        await store.Storage.Audit.AppendAsync(Entry, CancellationToken.None);

        var page = await store.Storage.Audit.ListAsync(new AuditQuery { Limit = 10 }, CancellationToken.None);

        page.Records.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task SideWork_WhoseCommitIsNotAnswered_IsLookedUp()
    {
        await using var store = await ProxiedStore.OpenAsync();
        store.Proxy.Lose(LossyProxy.Loss.CommitAndTheWay);

        var write = store.Storage.Audit.AppendAsync(Entry, CancellationToken.None).AsTask();
        await Eventually.HoldsAsync("the answer is lost", () => store.Proxy.IsCut);
        store.Proxy.Lose(LossyProxy.Loss.Nothing);

        await write;
        var page = await store.Storage.Audit.ListAsync(new AuditQuery { Limit = 10 }, CancellationToken.None);
        page.Records.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task SideWork_WhoseServerIsRestartedDuringItsCommit_IsNotToldToBeDone()
    {
        Assert.SkipWhen(PostgresCluster.Missing is not null, PostgresCluster.Missing ?? "");
        await using var cluster = await PostgresCluster.StartAsync();
        var database = await cluster.CreateDatabaseAsync();
        await using var proxy = LossyProxy.To(cluster.Port);
        await using var storage = await PostgresStorage.OpenAsync(
            new PostgresStorageOptions { Database = ProxiedStore.TextOf(proxy, database) },
            NullLogger<PostgresStorage>.Instance,
            CancellationToken.None
        );
        proxy.Lose(LossyProxy.Loss.CommitAndTheWay);

        var write = storage.Audit.AppendAsync(Entry, CancellationToken.None).AsTask();
        await Eventually.HoldsAsync("the answer is lost", () => proxy.IsCut);
        await cluster.StopAsync("immediate");
        await cluster.StartAgainAsync();
        proxy.Lose(LossyProxy.Loss.Nothing);

        (await Should.ThrowAsync<StorageUnavailableException>(() => write)).Message.ShouldContain(
            "took the database over"
        );
    }

    // A round of everything there is; what it answered, as text.
    private static async Task<string> PlayAsync(LossyProxy.Loss loss)
    {
        await using var store = await ProxiedStore.OpenAsync();
        var key = new Idempotency(7, "key", new byte[32]);
        var done = await store.CommitAsync(round =>
        {
            round.Submissions.Add(new Submission([.. Enumerable.Range(0, 8).Select(_ => store.Job)], null));
            round.Submissions.Add(new Submission([store.Job], key));
            round.Submissions.Add(new Submission([store.Job with { Delay = TimeSpan.FromSeconds(5) }], null));
            round.Claims.Add(store.Claim(5));
        });
        var leased = done.Claims[0];
        store.Clock.Advance(TimeSpan.FromSeconds(6));
        store.Proxy.Lose(loss);

        var result = await store.CommitAsync(round =>
        {
            round.Settlements.Add(Settlement.Succeeded(leased[0].Id, leased[0].Token, new Content(new byte[9])));
            round.Settlements.Add(Settlement.Failed(leased[1].Id, leased[1].Token, "no", default, 0.5));
            round.Settlements.Add(Settlement.Succeeded(leased[0].Id, leased[0].Token, default));
            round.Settlements.Add(Settlement.Released(leased[2].Id, leased[2].Token));
            round.Renewals.Add(new Renewal(leased[3].Id, leased[3].Token, LeaseTime, true, null));
            round.Renewals.Add(new Renewal(leased[3].Id, 99, LeaseTime, true, null));
            round.Orders.Add(new Order(leased[4].Id, OrderKind.Cancel));
            round.Orders.Add(new Order(leased[4].Id, OrderKind.Pause));
            round.Submissions.Add(new Submission([store.Job], key));
            round.Submissions.Add(new Submission([store.Job], new Idempotency(7, "new", new byte[32])));
            round.Submissions.Add(new Submission([store.Job, store.Job], null));
            round.SweepLimit = 100;
            round.Claims.Add(store.Claim(2));
            round.Claims.Add(store.Claim(20));
        });

        var text = new StringBuilder($"{result.At:O} {result.NextSweepAt:O}\n");
        text.AppendJoin('\n', result.Settlements).AppendLine();
        text.AppendJoin('\n', result.Renewals).AppendLine();
        text.AppendJoin('\n', result.Orders).AppendLine();
        text.AppendJoin(
                '\n',
                result.Submissions.Select(one => $"{one.Answer} {one.FirstId} {string.Join(' ', one.FirstSalts ?? [])}")
            )
            .AppendLine();
        foreach (var job in result.Claims.SelectMany(claim => claim))
        {
            text.AppendLine(
                $"{job with { Payload = default, Metadata = default }} {Convert.ToHexString(job.Payload.Inline.Span)}"
            );
        }

        return text.AppendJoin('\n', result.Transitions).ToString();
    }
}
