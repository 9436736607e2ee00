using System.Collections.Concurrent;
using Switchyard.Client;
using Switchyard.Client.Workers;
using Switchyard.Contracts.Json;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Retries;
using Switchyard.Engine.Storage;

namespace Switchyard.Gateway.Tests.Native;

/// <summary>The SDK's worker against a real server.</summary>
public sealed class WorkerSdkTests
{
    [Fact]
    public async Task Worker_ManyJobs_DoesEachOnceAndNeverMoreThanItsCapacity()
    {
        await using var server = await WorkerServer.StartAsync();
        var (now, most) = (0, 0);
        var done = new ConcurrentDictionary<long, int>();
        await using var worker = await RunAsync(
            server,
            new WorkerOptions { Name = "w", Capacity = 16 },
            async job =>
            {
                InterlockedMax(ref most, Interlocked.Increment(ref now));
                done.AddOrUpdate(job.Job.Job, 1, (_, times) => times + 1);
                await Task.Yield();
                Interlocked.Decrement(ref now);
                return WorkResult.Succeeded(job.Payload);
            }
        );
        var jobs = new List<JobRef>();
        for (var i = 0; i < 300; i++)
        {
            jobs.Add(await server.SubmitAsync("t", $"{i}"));
        }

        for (var i = 0; i < jobs.Count; i++)
        {
            var job = await server.WaitAsync(jobs[i]);
            job.State.ShouldBe(JobState.Succeeded);
            (await server.ResultAsync(job)).ShouldBe($"{i}");
        }

        done.Count.ShouldBe(300);
        done.Values.ShouldAllBe(times => times == 1);
        most.ShouldBeInRange(1, 16);
    }

    [Fact]
    public async Task Handler_ThatThrows_FailsTheAttemptWithItsMessage()
    {
        await using var server = await WorkerServer.StartAsync();
        var attempts = 0;
        await using var worker = await RunAsync(
            server,
            new WorkerOptions { Name = "w" },
            _ =>
                ++attempts < 3
                    ? throw new InvalidOperationException($"try {attempts}")
                    : Task.FromResult(WorkResult.Succeeded())
        );
        var like = new JobRequest
        {
            Type = "t",
            Payload = default,
            Retry = new RetryPolicy(3, TimeSpan.Zero, TimeSpan.Zero),
        };

        var job = await server.SubmitAsync("t", "null", like);

        (await server.WaitAsync(job)).State.ShouldBe(JobState.Succeeded);
        var failed = await server.Engine.Jobs.AttemptsAsync(job, null, default);
        failed.Select(attempt => attempt.Error).ShouldBe(["try 1", "try 2"]);
    }

    [Fact]
    public async Task Handler_OfACancelledJob_IsCancelledAndToldWhy()
    {
        await using var server = await WorkerServer.StartAsync();
        var began = new TaskCompletionSource<JobContext>();
        var ended = new TaskCompletionSource<string?>();
        await using var worker = await RunAsync(
            server,
            new WorkerOptions { Name = "w" },
            async job =>
            {
                began.SetResult(job);
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
        (await server.WaitAsync(job)).State.ShouldBe(JobState.Cancelled);
    }

    [Fact]
    public async Task Handler_AskedToPause_LeavesACheckpointForTheNext()
    {
        await using var server = await WorkerServer.StartAsync();
        var began = new SemaphoreSlim(0);
        await using var worker = await RunAsync(
            server,
            new WorkerOptions { Name = "w", CanPause = true },
            async job =>
            {
                began.Release();
                if (!job.Checkpoint.IsEmpty)
                {
                    return WorkResult.Succeeded(job.Checkpoint);
                }

                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, job.PauseRequested)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return WorkResult.Paused(RawJson.Parse("{\"page\": 7}"));
            }
        );
        var job = await server.SubmitAsync("t");
        await began.WaitAsync(TimeSpan.FromSeconds(10));

        await server.Engine.Jobs.OrderAsync(job, Actor.Node, OrderKind.Pause, default);
        await Eventually.HoldsAsync(
            "the job is paused",
            async () => (await server.Engine.Jobs.GetAsync(job, null, default))!.State == JobState.Paused
        );
        await server.Engine.Jobs.OrderAsync(job, Actor.Node, OrderKind.Resume, default);

        (await server.ResultAsync(await server.WaitAsync(job))).ShouldBe("{\"page\": 7}");
    }

    [Fact]
    public async Task Reports_OfAHandler_AreKept()
    {
        await using var server = await WorkerServer.StartAsync();
        var go = new TaskCompletionSource();
        await using var worker = await RunAsync(
            server,
            new WorkerOptions { Name = "w" },
            async job =>
            {
                job.Progress(RawJson.Parse("0.5"));
                await job.LogAsync("first");
                await job.LogAsync("second\nthird");
                await job.LogAsync(new string('x', 200_000));
                await go.Task;
                return WorkResult.Succeeded();
            }
        );
        var job = await server.SubmitAsync("t");

        await Eventually.HoldsAsync(
            "the progress is kept",
            async () => (await server.Engine.Jobs.GetAsync(job, null, default))!.Progress.Length > 0
        );
        go.SetResult();

        (await server.WaitAsync(job)).State.ShouldBe(JobState.Succeeded);
        var log = await server.LogAsync(job);
        log.ShouldStartWith("first\nsecond\nthird\nxxx");
        log.Count(c => c == 'x').ShouldBe(200_000);
    }

    [Fact]
    public async Task Stop_WithJobsHeld_FinishesThemFirst()
    {
        await using var server = await WorkerServer.StartAsync();
        var began = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        var worker = await RunAsync(
            server,
            new WorkerOptions { Name = "w" },
            async _ =>
            {
                began.SetResult();
                await go.Task;
                return WorkResult.Succeeded(RawJson.Parse("1"));
            }
        );
        var job = await server.SubmitAsync("t");
        await began.Task.WaitAsync(TimeSpan.FromSeconds(10));

        var stopping = worker.DisposeAsync();
        await Eventually.HoldsAsync("the worker drains", () => server.Engine.Workers.List()[0].IsDraining);
        stopping.IsCompleted.ShouldBeFalse();
        go.SetResult();
        await stopping;

        (await server.WaitAsync(job)).State.ShouldBe(JobState.Succeeded);
    }

    [Fact]
    public async Task Stop_WithAHandlerThatTakesTooLong_GivesItsJobBackUncounted()
    {
        await using var server = await WorkerServer.StartAsync();
        var began = new TaskCompletionSource();
        var worker = await RunAsync(
            server,
            new WorkerOptions { Name = "w", StopTimeout = TimeSpan.FromMilliseconds(50) },
            async job =>
            {
                began.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, job.Cancellation);
                return WorkResult.Succeeded();
            }
        );
        var job = await server.SubmitAsync("t");
        await began.Task.WaitAsync(TimeSpan.FromSeconds(10));

        await worker.DisposeAsync();

        var back = await server.Engine.Jobs.GetAsync(job, null, default);
        back.ShouldNotBeNull().State.ShouldBe(JobState.Pending);
        (await server.Engine.Jobs.AttemptsAsync(job, null, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Worker_ThatIsReplaced_GivesUpAndSaysWhy()
    {
        await using var server = await WorkerServer.StartAsync();
        var first = await RunAsync(
            server,
            new WorkerOptions { Name = "w" },
            _ => Task.FromResult(WorkResult.Succeeded())
        );

        await using var second = await RunAsync(
            server,
            new WorkerOptions { Name = "w" },
            _ => Task.FromResult(WorkResult.Succeeded())
        );

        var refused = await Should.ThrowAsync<WorkerRefusedException>(first.Running);
        refused.Code.ShouldBe(4409);
    }

    private static async Task<SdkWorker> RunAsync(WorkerServer server, WorkerOptions options, JobHandler handler)
    {
        var key = await server.KeyAsync(ApiScopes.Work);
        return await SdkWorker.StartAsync(options, new ClientOptions { Server = server.Address, Key = key }, handler);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = most; value > seen; seen = most)
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }
}
