using System.Text;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Conformance.Checked;
using Switchyard.Testing;

namespace Switchyard.Storage.Conformance.Harness;

/// <summary>
/// One test's store, fresh and checked, with the words that tests are written in. When the test is through, the store
/// must agree with itself: counts equal a recount and the reconciler finds nothing.
/// </summary>
internal sealed class StoreUnderTest : IAsyncDisposable
{
    /// <summary>How long leases last that a test does not care about.</summary>
    public static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(30);

    private readonly IStorageSite _site;
    private readonly TransitionLedger _ledger = new();
    private CheckedStorage? _open;
    private long _salt;

    private StoreUnderTest(IStorageSite site) => _site = site;

    public ManualTime Clock { get; } = new();

    public IStorage Storage => _open ?? throw new InvalidOperationException("The store is closed.");

    /// <summary>The number of the node that this process is.</summary>
    public long Node { get; private set; }

    /// <summary>What the last node start told.</summary>
    public NodeStart Start { get; private set; } = new(0, default, 0, "");

    /// <summary>A lane for tests that need only one.</summary>
    public Lane Lane { get; private set; } = new(0, Dialect.Native, 0, new JobRoute(0, "", []));

    /// <summary>A job with nothing special; <c>with</c> makes it special.</summary>
    public NewJob Job =>
        new()
        {
            Lane = Lane,
            Salt = unchecked((long)((ulong)++_salt * 0x9E3779B97F4A7C15)) & ((1L << 58) - 1),
            Payload = Bytes("payload"),
        };

    /// <summary>Opens a fresh store, runs the test, and checks what every test must leave behind.</summary>
    public static async Task TestAsync(IStorageDriver driver, Func<StoreUnderTest, Task> test)
    {
        await using var store = new StoreUnderTest(await driver.CreateSiteAsync());
        await store.OpenAsync();
        await test(store);
        await Consistency.VerifyAsync(store.Storage);
    }

    /// <summary>Makes the disk full, or no longer.</summary>
    public ValueTask FillAsync(bool full) => _site.FillAsync(full);

    /// <summary>Somebody sets the clock on the wall, forward or back; no time goes by.</summary>
    public void JumpWall(TimeSpan by) => Clock.SetWallClock(Clock.GetUtcNow() + by);

    public static Content Bytes(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>Closes the store (cleanly), lets something happen, opens it again and starts as a new node.</summary>
    public async Task RestartAsync(Func<IStorageSite, ValueTask>? meanwhile = null)
    {
        await Storage.DisposeAsync();
        _open = null;
        if (meanwhile is not null)
        {
            await meanwhile(_site);
        }

        await OpenAsync();
    }

    public async Task<Lane> InternAsync(
        string type,
        long owner = 0,
        Dialect dialect = Dialect.Native,
        params string[] tags
    ) => (await Storage.Lanes.InternAsync(dialect, owner, type, tags, default)).ShouldNotBeNull();

    public async Task<RoundResult> CommitAsync(Action<Round> fill)
    {
        var round = new Round();
        fill(round);
        return await Storage.Rounds.CommitAsync(round, default);
    }

    /// <summary>Stores the jobs in one submission and returns the first one's id.</summary>
    public async Task<long> SubmitAsync(params NewJob[] jobs)
    {
        var result = await CommitAsync(round => round.Submissions.Add(new Submission(jobs, null)));
        result.Submissions[0].Answer.ShouldBe(SubmissionAnswer.Stored);
        return result.Submissions[0].FirstId;
    }

    public Task<long> SubmitAsync() => SubmitAsync(Job);

    public Claim Claim(int slots = 1, long? node = null, params int[] routes) =>
        new(
            routes.Length == 0 ? [Lane.Route.Id] : routes,
            [.. Enumerable.Range(0, slots).Select(slot => new ClaimSlot("worker", node ?? Node, slot))],
            LeaseTime
        );

    /// <summary>Leases the best job of the store's lane, which must be there.</summary>
    public async Task<LeasedJob> ClaimAsync(Claim? claim = null) =>
        (await CommitAsync(round => round.Claims.Add(claim ?? Claim()))).Claims[0].ShouldHaveSingleItem();

    /// <summary>Submits the job and leases it.</summary>
    public async Task<LeasedJob> LeaseAsync(NewJob? job = null)
    {
        var result = await CommitAsync(round =>
        {
            round.Submissions.Add(new Submission([job ?? Job], null));
            round.Claims.Add(Claim());
        });
        return result.Claims[0].ShouldHaveSingleItem();
    }

    public Task<RoundResult> SettleAsync(params Settlement[] settlements) =>
        CommitAsync(round => round.Settlements.AddRange(settlements));

    public async Task<OrderResult> OrderAsync(long id, OrderKind kind) =>
        (await CommitAsync(round => round.Orders.Add(new Order(id, kind)))).Orders[0];

    public async Task<bool> RenewAsync(
        LeasedJob job,
        bool reported = true,
        string? progress = null,
        TimeSpan? time = null
    )
    {
        // Not "null : GetBytes": a null array would convert to an empty memory, which is progress as well.
        var bytes = progress is null ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(progress);
        var renewal = new Renewal(job.Id, job.Token, time ?? LeaseTime, reported, bytes);
        return (await CommitAsync(round => round.Renewals.Add(renewal))).Renewals[0];
    }

    /// <summary>Lets time go by and sweeps.</summary>
    public Task<RoundResult> SweepAsync(TimeSpan after, int limit = 1_000)
    {
        Clock.Advance(after);
        return CommitAsync(round => round.SweepLimit = limit);
    }

    public async Task<JobSnapshot> GetAsync(long id) => (await Storage.Jobs.GetAsync(id, default)).ShouldNotBeNull();

    public async Task<JobState?> StateAsync(long id) => (await Storage.Jobs.GetAsync(id, default))?.State;

    public async ValueTask DisposeAsync()
    {
        if (_open is not null)
        {
            await _open.DisposeAsync();
        }

        await _site.DisposeAsync();
    }

    private async Task OpenAsync()
    {
        _open = new CheckedStorage(await _site.OpenAsync(Clock), _ledger);
        Start = await Storage.Nodes.StartAsync(default);
        Node = Start.Node;
        Lane = await InternAsync("work");
    }
}
