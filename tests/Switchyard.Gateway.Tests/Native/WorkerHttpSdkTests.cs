using System.Collections.Concurrent;
using Switchyard.Client;
using Switchyard.Client.Workers;
using Switchyard.Contracts.Json;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Gateway.Tests.Native;

/// <summary>The SDK's worker over plain HTTP, against a real server.</summary>
public sealed class WorkerHttpSdkTests
{
    private static readonly WorkerOptions Options = new()
    {
        Name = "w 1",
        Capacity = 4,
        Transport = WorkerTransport.Http,
        LeaseTime = TimeSpan.FromSeconds(1),
    };

    [Fact]
    public async Task Worker_ManyJobs_DoesEachOnceAndNeverMoreThanItsCapacity()
    {
        await using var server = await WorkerServer.StartAsync();
        var (now, most) = (0, 0);
        var done = new ConcurrentDictionary<long, int>();
        await using var worker = await RunAsync(
            server,
            async job =>
            {
                most = Math.Max(most, Interlocked.Increment(ref now));
                done.AddOrUpdate(job.Job.Job, 1, (_, times) => times + 1);
                await job.LogAsync($"job {job.Job.Job}");
                job.Progress(RawJson.Parse("0.5"));
                Interlocked.Decrement(ref now);
                return WorkResult.Succeeded(job.Payload);
            }
        );
        var jobs = new List<JobRef>();
        for (var i = 0; i < 100; i++)
        {
            jobs.Add(await server.SubmitAsync("t", $"[ {i}.0 ]"));
        }

        for (var i = 0; i < jobs.Count; i++)
        {
            var job = await server.WaitAsync(jobs[i]);
            job.State.ShouldBe(JobState.Succeeded);
            (await server.ResultAsync(job)).ShouldBe($"[ {i}.0 ]");
            (await server.LogAsync(jobs[i])).ShouldBe($"job {job.Id}\n");
        }

        done.Count.ShouldBe(100);
        done.Values.ShouldAllBe(times => times == 1);
        most.ShouldBeInRange(1, 4);
    }

    [Fact]
    public async Task Handler_OfACancelledJob_IsCancelledAndToldWhy()
    {
        await using var server = await WorkerServer.StartAsync();
        var began = new TaskCompletionSource();
        var ended = new TaskCompletionSource<string?>();
        await using var worker = await RunAsync(
            server,
            async job =>
            {
                began.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, job.Cancellation)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                ended.SetResult(job.RevokeReason);
                return WorkResult.Succeeded();
            }
        );
        var job = await server.SubmitAsync("t");
        await began.Task.WaitAsync(TimeSpan.FromSeconds(10));

        await server.CancelAsync(job);

        (await ended.Task.WaitAsync(TimeSpan.FromSeconds(10))).ShouldBe("cancelled");
    }

    [Fact]
    public async Task Handler_LongerThanALease_KeepsItsJobAndPausesWhenAsked()
    {
        await using var server = await WorkerServer.StartAsync();
        var began = new TaskCompletionSource();
        await using var worker = await RunAsync(
            server,
            async job =>
            {
                if (!job.Checkpoint.IsEmpty)
                {
                    return WorkResult.Succeeded(job.Checkpoint);
                }

                began.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, job.PauseRequested)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return WorkResult.Paused(RawJson.Parse("\"page 7\""));
            }
        );
        var job = await server.SubmitAsync("t");
        await began.Task.WaitAsync(TimeSpan.FromSeconds(10));
        await Eventually.HoldsAsync(
            "its lease was renewed past its time",
            async () =>
                (await server.Engine.Jobs.GetAsync(job, null, default)) is { State: JobState.Running } running
                && TimeProvider.System.GetUtcNow() - running.StartedAt > TimeSpan.FromSeconds(2)
        );

        await server.Engine.Jobs.OrderAsync(job, Actor.Node, OrderKind.Pause, default);
        await Eventually.HoldsAsync(
            "it is paused",
            async () => (await server.Engine.Jobs.GetAsync(job, null, default))!.State == JobState.Paused
        );
        await server.Engine.Jobs.OrderAsync(job, Actor.Node, OrderKind.Resume, default);

        var ended = await server.WaitAsync(job);
        ended.Attempt.ShouldBe(1);
        (await server.ResultAsync(ended)).ShouldBe("\"page 7\"");
    }

    [Fact]
    public async Task Worker_Stops_FinishesWhatItHoldsAndLeaves()
    {
        await using var server = await WorkerServer.StartAsync();
        var (began, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var worker = await RunAsync(
            server,
            async _ =>
            {
                began.SetResult();
                await goOn.Task;
                return WorkResult.Succeeded();
            }
        );
        var job = await server.SubmitAsync("t");
        await began.Task.WaitAsync(TimeSpan.FromSeconds(10));

        var stopping = worker.DisposeAsync().AsTask();
        await Eventually.HoldsAsync("it drains", () => server.Engine.Workers.List().Any(entry => entry.IsDraining));
        goOn.SetResult();
        await stopping;

        (await server.WaitAsync(job)).State.ShouldBe(JobState.Succeeded);
        server.Engine.Workers.List().ShouldHaveSingleItem().IsOnline.ShouldBeFalse();
    }

    [Fact]
    public async Task Worker_WithANobodysKey_IsRefused()
    {
        await using var server = await WorkerServer.StartAsync();
        var worker = new Client.Workers.Worker(
            Options,
            new ClientOptions { Server = server.Address, Key = "nonsense" }
        ).On("t", _ => Task.FromResult(WorkResult.Succeeded()));

        var refused = await Should.ThrowAsync<WorkerRefusedException>(worker.RunAsync(default));

        refused.Code.ShouldBe(4401);
    }

    [Fact]
    public async Task Worker_WithAHelloThatIsNotValid_IsRefused()
    {
        await using var server = await WorkerServer.StartAsync();
        var options = new ClientOptions { Server = server.Address, Key = await server.KeyAsync(ApiScopes.Work) };
        var worker = new Client.Workers.Worker(Options with { Name = "a/b" }, options).On(
            "t",
            _ => Task.FromResult(WorkResult.Succeeded())
        );

        var refused = await Should.ThrowAsync<WorkerRefusedException>(worker.RunAsync(default));

        refused.Code.ShouldBe(4400);
    }

    [Fact]
    public async Task Server_AwayForAWhile_IsAskedUntilItIsBack()
    {
        await using var server = await WorkerServer.StartAsync();
        var flaky = new FlakyHandler();
        var (began, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var client = new ClientOptions { Server = server.Address, Key = await server.KeyAsync(ApiScopes.Work) };
        var options = Options with { LeaseTime = TimeSpan.FromSeconds(60), MaxBackoff = TimeSpan.FromMilliseconds(50) };
        var worker = new Client.Workers.Worker(
            options,
            _ => Task.FromResult<IWorkerConnection>(new HttpWorkerConnection(options, client, flaky))
        );
        await using var running = await SdkWorker.StartAsync(
            worker,
            async job =>
            {
                began.TrySetResult();
                await goOn.Task;
                return WorkResult.Succeeded(job.Payload);
            }
        );
        var first = await server.SubmitAsync("t", "1");
        await began.Task.WaitAsync(TimeSpan.FromSeconds(10));

        flaky.IsDown = true;
        goOn.SetResult();
        var second = await server.SubmitAsync("t", "2");
        await Eventually.HoldsAsync("it knocks", () => flaky.Refused > 3);
        await server.Engine.PollingWorkers.DeregisterAsync("w 1", Actor.Node, default);
        flaky.IsDown = false;

        (await server.WaitAsync(second)).State.ShouldBe(JobState.Succeeded);
        (await server.WaitAsync(first)).State.ShouldBe(JobState.Succeeded);
    }

    private static async Task<SdkWorker> RunAsync(WorkerServer server, JobHandler handler) =>
        await SdkWorker.StartAsync(
            Options with
            {
                CanPause = true,
            },
            new ClientOptions { Server = server.Address, Key = await server.KeyAsync(ApiScopes.Work) },
            handler
        );

    private sealed class FlakyHandler : DelegatingHandler
    {
        private int _refused;

        public FlakyHandler() => InnerHandler = new SocketsHttpHandler();

        public bool IsDown { get; set; }

        public int Refused => Volatile.Read(ref _refused);

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var answer = IsDown ? null : await base.SendAsync(request, cancellationToken);
            if (!IsDown && answer is not null)
            {
                return answer;
            }

            Interlocked.Increment(ref _refused);
            answer?.Dispose();
            throw new HttpRequestException("The test took the server away.");
        }
    }
}
