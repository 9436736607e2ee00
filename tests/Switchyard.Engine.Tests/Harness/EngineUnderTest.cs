using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Switchyard.Cron;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Callbacks;
using Switchyard.Engine.Dispatch;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Workers;

namespace Switchyard.Engine.Tests.Harness;

/// <summary>
/// One test's engine on a real store of its own, on a clock that the test moves. When the test is through
/// the kept counts must equal a recount, and no worker may have been given more than it can do.
/// </summary>
internal sealed class EngineUnderTest : IAsyncDisposable
{
    private readonly StoreSite _site;
    private readonly List<TestWorker> _workers = [];
    private readonly EngineOptions _options;
    private readonly ICallbackSender _callbacks;
    private TaskEngine? _engine;
    private StorageProbe? _storage;

    private EngineUnderTest? _first; // the node that this one has joined
    private bool _isAlone = true;

    private EngineUnderTest(EngineOptions options, ICallbackSender callbacks, StoreSite site, ManualTime clock) =>
        (_options, _callbacks, _site, Clock) = (options, callbacks, site, clock);

    public ManualTime Clock { get; }

    public TaskEngine Engine => _engine ?? throw new InvalidOperationException("The engine is stopped.");

    public StorageProbe Storage => _storage ?? throw new InvalidOperationException("The engine is stopped.");

    public IJobs Jobs => Engine.Jobs;

    public static Task<EngineUnderTest> StartAsync(EngineOptions? options = null, ICallbackSender? callbacks = null) =>
        StartAsync(new StoreSite(mustBeShared: false), options, callbacks);

    /// <summary>Starts one that others can join, whichever store the run is on.</summary>
    public static Task<EngineUnderTest> StartSharedAsync(EngineOptions? options = null) =>
        StartAsync(new StoreSite(mustBeShared: true), options, null);

    private static async Task<EngineUnderTest> StartAsync(
        StoreSite site,
        EngineOptions? options,
        ICallbackSender? callbacks
    )
    {
        var test = new EngineUnderTest(
            options ?? new EngineOptions(),
            callbacks ?? new NoCallbacks(),
            site,
            new ManualTime()
        );
        await test.OpenAsync();
        return test;
    }

    /// <summary>Another node on the same store and the same clock; it is disposed first.</summary>
    public async Task<EngineUnderTest> JoinAsync()
    {
        _isAlone = false; // each node's counts are of what it did itself
        var other = new EngineUnderTest(_options, _callbacks, _site, Clock) { _first = this, _isAlone = false };
        await other.OpenAsync();
        return other;
    }

    public static JobRequest Job(string type = "work", string payload = "{}") =>
        new() { Type = type, Payload = Encoding.UTF8.GetBytes(payload) };

    public TestWorker Connect(
        string id = "w",
        int capacity = 1,
        string[]? types = null,
        string[]? tags = null,
        bool canPause = false,
        Caller? caller = null
    )
    {
        var worker = new TestWorker(capacity);
        lock (_workers)
        {
            _workers.Add(worker);
        }

        worker.Session = Engine.Workers.Connect(Hello(id, capacity, types, tags, canPause, caller), worker);
        return worker;
    }

    public static WorkerHello Hello(
        string id = "w",
        int capacity = 1,
        string[]? types = null,
        string[]? tags = null,
        bool canPause = false,
        Caller? caller = null
    ) =>
        new()
        {
            Id = id,
            Dialect = Dialect.Native,
            Caller = caller ?? Caller.Anonymous,
            Types = types ?? ["work"],
            Tags = tags ?? [],
            Capacity = capacity,
            Address = "127.0.0.1",
            CanPause = canPause,
        };

    public async Task<JobRef[]> SubmitAsync(params JobRequest[] jobs)
    {
        var result = await TrySubmitAsync(jobs);
        result.Answer.ShouldBe(SubmitAnswer.Accepted, result.Problem);
        return [.. jobs.Select((_, i) => new JobRef(result.FirstId + i, result.Salts[i]))];
    }

    public async Task<JobRef> SubmitAsync(JobRequest? job = null) => (await SubmitAsync([job ?? Job()]))[0];

    public async Task<SubmitResult> TrySubmitAsync(
        IReadOnlyList<JobRequest> jobs,
        Caller? caller = null,
        string? key = null,
        byte[]? fingerprint = null
    ) =>
        await Jobs.SubmitAsync(
            new Submit(Dialect.Native, caller ?? Caller.Anonymous, jobs, key, fingerprint ?? new byte[32]),
            CancellationToken.None
        );

    public async Task<JobSnapshot> GetAsync(JobRef job) =>
        (await Jobs.GetAsync(job, null, CancellationToken.None)).ShouldNotBeNull();

    public async Task<JobState> StateAsync(JobRef job) => (await GetAsync(job)).State;

    public async Task<OrderAnswer> OrderAsync(JobRef job, OrderKind order) =>
        (await Jobs.OrderAsync(job, Actor.Node, order, CancellationToken.None)).Answer;

    public async Task<JobWhy> WhyAsync(JobRef job) =>
        (await Jobs.WhyAsync(job, null, CancellationToken.None)).ShouldNotBeNull();

    public Task ReachesAsync(JobRef job, JobState state) =>
        Eventually.HoldsAsync($"job {job.Id} is {state}", async () => await StateAsync(job) == state);

    /// <summary>Lets the loop turn until all that can go out now has gone out.</summary>
    public async Task TurnAsync()
    {
        for (var turn = 0; turn < 3; turn++)
        {
            await Engine.Loop.RunAsync(RoundOperations.Turn());
        }
    }

    /// <summary>Moves the clock step by step, and lets the loop turn after each.</summary>
    public async Task AdvanceAsync(TimeSpan by, TimeSpan? step = null)
    {
        var left = by;
        while (left > TimeSpan.Zero)
        {
            var next = step is { } wanted && wanted < left ? wanted : left;
            Clock.Advance(next);
            left -= next;
            await TurnAsync();
        }
    }

    /// <summary>Lets time pass until all that falls due by then has been swept: sweeps are 20 ms apart at least.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        await AdvanceAsync(time);
        await AdvanceAsync(TimeSpan.FromMilliseconds(20));
    }

    /// <summary>Stops the engine, cleanly but in no time: what workers hold is given back at once.</summary>
    public async Task StopAsync()
    {
        await Engine.StopAsync(new CancellationToken(canceled: true));
        await Engine.DisposeAsync();
        _engine = null;
        _storage = null;
    }

    public Task StartAgainAsync() => OpenAsync();

    /// <summary>Stops and starts again as a new node; or dies, with whatever was under way, and starts again.</summary>
    public async Task RestartAsync(bool dies = false)
    {
        Storage.IsBroken = dies;
        await StopAsync();
        await OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
        {
            if (_isAlone && !_storage!.IsBroken && !_storage.IsOut && !_engine.Loop.Fatal.IsCompleted)
            {
                await VerifyCountsAsync();
            }

            await StopAsync();
        }

        if (_first is null)
        {
            await _site.DisposeAsync();
        }

        _workers.ShouldAllBe(worker => !worker.WasOverfull);
    }

    /// <summary>The engine's counts, the store's and a count of all jobs are one.</summary>
    private async Task VerifyCountsAsync()
    {
        await TurnAsync();
        var kept = Jobs.Count(null, null);
        var stored = await Storage.Lanes.CountsAsync(CancellationToken.None);
        foreach (var state in Enum.GetValues<JobState>())
        {
            var inStore = stored.Where(count => count.State == state).Sum(count => count.Count);
            kept[state].ShouldBe(inStore, $"the count of {state}");
        }
    }

    private async Task OpenAsync()
    {
        _storage = new StorageProbe(await _site.OpenAsync(Clock));
        _engine = await TaskEngine.StartAsync(
            _storage,
            _callbacks,
            new CronCalendars(),
            _options,
            Clock,
            NullLoggerFactory.Instance,
            CancellationToken.None
        );
    }
}
