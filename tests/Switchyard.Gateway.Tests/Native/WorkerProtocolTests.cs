using System.Text;
using Switchyard.Client;
using Switchyard.Client.Workers;
using Switchyard.Contracts.Workers;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;

namespace Switchyard.Gateway.Tests.Native;

/// <summary>The protocol as it goes over the wire, frame by frame, against a real engine and store.</summary>
public sealed class WorkerProtocolTests
{
    private static readonly HelloFrame Hello = new()
    {
        Worker = "w1",
        Types = ["t"],
        Capacity = 4,
    };

    [Fact]
    public async Task Hello_Valid_IsWelcomed()
    {
        await using var server = await WorkerServer.StartAsync();
        await using var worker = await server.ConnectAsync();

        await worker.SendAsync(Hello with { Tags = ["gpu"] }, default);

        var welcome = await ReceiveAsync<WelcomeFrame>(worker);
        welcome.Version.ShouldBe(1);
        welcome.LeaseSeconds.ShouldBe(30);
        welcome.ServerVersion.ShouldBe("9.9.9");
        await Eventually.HoldsAsync("the worker is listed", () => server.Engine.Workers.List().Count == 1);
        var listed = server.Engine.Workers.List()[0];
        listed.IsOnline.ShouldBeTrue();
        listed.Hello.Id.ShouldBe("w1");
        listed.Hello.Tags.ShouldBe(["gpu"]);
    }

    [Theory]
    [InlineData(ApiScopes.Submit, 403)]
    [InlineData(ApiScopes.Read | ApiScopes.Metrics, 403)]
    public async Task Connect_KeyWithoutWork_IsRefused(ApiScopes scopes, int status)
    {
        await using var server = await WorkerServer.StartAsync();
        var options = new ClientOptions { Server = server.Address, Key = await server.KeyAsync(scopes) };

        var refused = await Should.ThrowAsync<WorkerRefusedException>(
            WebSocketWorkerConnection.ConnectAsync(options, default)
        );

        refused.Code.ShouldBe(status);
    }

    [Fact]
    public async Task Connect_NobodysKey_IsRefused()
    {
        await using var server = await WorkerServer.StartAsync();
        var options = new ClientOptions { Server = server.Address, Key = "nonsense" };

        var refused = await Should.ThrowAsync<WorkerRefusedException>(
            WebSocketWorkerConnection.ConnectAsync(options, default)
        );

        refused.Code.ShouldBe(401);
    }

    [Fact]
    public async Task Job_AssignedAndSettled_KeepsItsBytes()
    {
        await using var server = await WorkerServer.StartAsync();
        await using var worker = await ConnectedAsync(server);
        const string payload = "{\"b\" : 1.0, \"a\":\"\\u00e9 é\", \"a\":12345678901234567890123 }";
        const string result = "[ {\"z\":1e3}, null ]";

        var job = await server.SubmitAsync("t", payload);
        var assigned = (await ReceiveAsync<AssignFrame>(worker)).Jobs.ShouldHaveSingleItem();
        Encoding.UTF8.GetString(assigned.Payload.Span).ShouldBe(payload);
        assigned.Job.ShouldBe(job.Id);
        assigned.Attempt.ShouldBe(1);
        assigned.Type.ShouldBe("t");
        await worker.SendAsync(Settle(assigned, JobOutcome.Succeeded, result), default);

        var settled = await ReceiveAsync<SettledFrame>(worker);
        settled.Results.ShouldBe([new SettledJob(assigned.Job, assigned.Token, SettleAnswer.Settled)]);
        var ended = await server.WaitAsync(job);
        ended.State.ShouldBe(JobState.Succeeded);
        ended.WorkerId.ShouldBe("w1");
        ended.Uuid.ShouldBe(assigned.Uuid);
        (await server.ResultAsync(ended)).ShouldBe(result);
    }

    [Fact]
    public async Task Settle_SaidAgain_IsAnsweredByWhatBecameOfIt()
    {
        await using var server = await WorkerServer.StartAsync();
        await using var worker = await ConnectedAsync(server);
        await server.SubmitAsync("t");
        var assigned = (await ReceiveAsync<AssignFrame>(worker)).Jobs[0];

        foreach (
            var (result, token, answer) in new[]
            {
                ("1", assigned.Token, SettleAnswer.Settled),
                ("1", assigned.Token, SettleAnswer.Repeated),
                ("2", assigned.Token, SettleAnswer.Conflict),
                ("1", assigned.Token + 7, SettleAnswer.Stale),
            }
        )
        {
            await worker.SendAsync(Settle(assigned with { Token = token }, JobOutcome.Succeeded, result), default);
            (await ReceiveAsync<SettledFrame>(worker)).Results[0].Answer.ShouldBe(answer);
        }

        await worker.SendAsync(Settle(assigned with { Job = 999_999 }, JobOutcome.Succeeded, "1"), default);
        (await ReceiveAsync<SettledFrame>(worker)).Results[0].Answer.ShouldBe(SettleAnswer.Gone);
    }

    [Fact]
    public async Task Assign_ManyJobs_TravelInFramesWithinTheLimit()
    {
        await using var server = await WorkerServer.StartAsync();
        var payload = $"\"{new string('x', 100_000)}\"";
        for (var i = 0; i < 8; i++)
        {
            await server.SubmitAsync("t", payload);
        }

        await using var worker = await ConnectedAsync(server, Hello with { Capacity = 8 });

        var jobs = new List<AssignedJob>();
        while (jobs.Count < 8)
        {
            var frame = await ReceiveAsync<AssignFrame>(worker);
            frame.Jobs.Count.ShouldBeInRange(1, 2);
            jobs.AddRange(frame.Jobs);
        }

        jobs.Select(job => job.Job).ShouldBeUnique();
    }

    [Fact]
    public async Task Assign_PayloadOverAFrame_TravelsAlone()
    {
        await using var server = await WorkerServer.StartAsync();
        await using var worker = await ConnectedAsync(server);
        var payload = $"\"{new string('x', 1_000_000)}\"";

        await server.SubmitAsync("t", payload);

        var assigned = (await ReceiveAsync<AssignFrame>(worker)).Jobs.ShouldHaveSingleItem();
        Encoding.UTF8.GetString(assigned.Payload.Span).ShouldBe(payload);
    }

    [Fact]
    public async Task Settle_LargeResult_KeepsItsBytes()
    {
        await using var server = await WorkerServer.StartAsync();
        await using var worker = await ConnectedAsync(server);
        var job = await server.SubmitAsync("t");
        var assigned = (await ReceiveAsync<AssignFrame>(worker)).Jobs[0];
        var result = $"\"{new string('y', 5_000_000)}\"";

        await worker.SendAsync(Settle(assigned, JobOutcome.Succeeded, result), default);

        (await ReceiveAsync<SettledFrame>(worker)).Results[0].Answer.ShouldBe(SettleAnswer.Settled);
        (await server.ResultAsync(await server.WaitAsync(job))).ShouldBe(result);
    }

    [Fact]
    public async Task Capacity_IsNeverExceeded()
    {
        await using var server = await WorkerServer.StartAsync();
        await using var worker = await ConnectedAsync(server, Hello with { Capacity = 2 });
        for (var i = 0; i < 5; i++)
        {
            await server.SubmitAsync("t");
        }

        var held = new Queue<AssignedJob>();
        for (var done = 0; done < 5; )
        {
            while (held.Count == 0)
            {
                if (await ReceiveAsync(worker) is AssignFrame frame)
                {
                    foreach (var job in frame.Jobs)
                    {
                        held.Enqueue(job);
                    }
                }
            }

            held.Count.ShouldBeLessThanOrEqualTo(2);
            await worker.SendAsync(Settle(held.Dequeue(), JobOutcome.Succeeded, "0"), default);
            done++;
        }
    }

    [Fact]
    public async Task Cancel_OfRunningJob_IsToldAndFencesTheResult()
    {
        await using var server = await WorkerServer.StartAsync();
        await using var worker = await ConnectedAsync(server);
        var job = await server.SubmitAsync("t");
        var assigned = (await ReceiveAsync<AssignFrame>(worker)).Jobs[0];

        await server.CancelAsync(job);

        var revoked = (await ReceiveAsync<RevokeFrame>(worker)).Jobs.ShouldHaveSingleItem();
        revoked.ShouldBe(new RevokedJob(assigned.Job, assigned.Token, RevokeReasons.Cancelled));
        await worker.SendAsync(Settle(assigned, JobOutcome.Succeeded, "1"), default);
        (await ReceiveAsync<SettledFrame>(worker)).Results[0].Answer.ShouldBe(SettleAnswer.Stale);
        (await server.WaitAsync(job)).State.ShouldBe(JobState.Cancelled);
    }

    [Fact]
    public async Task Disconnect_WithJobsHeld_GivesThemToAnother()
    {
        await using var server = await WorkerServer.StartAsync();
        var first = await ConnectedAsync(server);
        await server.SubmitAsync("t");
        var lost = (await ReceiveAsync<AssignFrame>(first)).Jobs[0];
        await first.DisposeAsync();

        await using var second = await ConnectedAsync(server, Hello with { Worker = "w2" });

        var again = (await ReceiveAsync<AssignFrame>(second)).Jobs[0];
        again.Job.ShouldBe(lost.Job);
        again.Attempt.ShouldBe(2);
        again.Token.ShouldBeGreaterThan(lost.Token);
    }

    [Fact]
    public async Task Hello_UnderAnotherConnectionsName_ReplacesIt()
    {
        await using var server = await WorkerServer.StartAsync();
        await using var first = await ConnectedAsync(server);
        await using var second = await ConnectedAsync(server);

        (await ClosedAsync(first)).Code.ShouldBe(WorkerCloseCodes.Replaced);
    }

    [Fact]
    public async Task Pause_OfRunningJob_CarriesTheCheckpointToTheNextAttempt()
    {
        await using var server = await WorkerServer.StartAsync();
        await using var worker = await ConnectedAsync(server, Hello with { Features = [WorkerFeatures.Pause] });
        var job = await server.SubmitAsync("t");
        var assigned = (await ReceiveAsync<AssignFrame>(worker)).Jobs[0];

        await server.Engine.Jobs.OrderAsync(job, null, Engine.Storage.OrderKind.Pause, default);
        (await ReceiveAsync<PauseFrame>(worker)).Jobs.ShouldBe([new JobLease(assigned.Job, assigned.Token)]);
        await worker.SendAsync(Settle(assigned, JobOutcome.Paused, "{\"at\": 7}"), default);
        await ReceiveAsync<SettledFrame>(worker);
        await server.Engine.Jobs.OrderAsync(job, null, Engine.Storage.OrderKind.Resume, default);

        var resumed = (await ReceiveAsync<AssignFrame>(worker)).Jobs[0];
        resumed.Job.ShouldBe(assigned.Job);
        Encoding.UTF8.GetString(resumed.Checkpoint.Span).ShouldBe("{\"at\": 7}");
    }

    [Fact]
    public async Task Released_CountsNothing()
    {
        await using var server = await WorkerServer.StartAsync();
        await using var worker = await ConnectedAsync(server, Hello with { Capacity = 1 });
        await server.SubmitAsync("t");
        var assigned = (await ReceiveAsync<AssignFrame>(worker)).Jobs[0];

        await worker.SendAsync(new SettleFrame([new(assigned.Job, assigned.Token, JobOutcome.Released)]), default);

        await ReceiveAsync<SettledFrame>(worker);
        var again = (await ReceiveAsync<AssignFrame>(worker)).Jobs[0];
        again.Job.ShouldBe(assigned.Job);
        again.Attempt.ShouldBe(1);
    }

    [Fact]
    public async Task Update_OfTypes_ChangesWhatIsAssigned()
    {
        await using var server = await WorkerServer.StartAsync();
        await using var worker = await ConnectedAsync(server);
        await server.SubmitAsync("other");

        await worker.SendAsync(new UpdateFrame(Types: ["other"]), default);

        (await ReceiveAsync<AssignFrame>(worker)).Jobs[0].Type.ShouldBe("other");
    }

    [Fact]
    public async Task Drain_IsAnsweredAndNothingComesAfterIt()
    {
        await using var server = await WorkerServer.StartAsync();
        await using var worker = await ConnectedAsync(server);

        await worker.SendAsync(new WorkerDrainFrame(), default);
        await ReceiveAsync<ServerDrainFrame>(worker);
        var job = await server.SubmitAsync("t");

        (await server.Engine.Jobs.WhyAsync(job, null, default)).ShouldNotBeNull().Cause.ShouldBe(WhyCause.Draining);
        await worker.SendAsync(new SettleFrame([new(job.Id, 1, JobOutcome.Succeeded)]), default);
        await ReceiveAsync<SettledFrame>(worker); // and no assignment before it
    }

    [Fact]
    public async Task Stop_OfTheServer_DrainsAndSaysGoodbye()
    {
        await using var server = await WorkerServer.StartAsync();
        await using var worker = await ConnectedAsync(server);
        var job = await server.SubmitAsync("t");
        var assigned = (await ReceiveAsync<AssignFrame>(worker)).Jobs[0];

        var stopping = server.Engine.StopAsync(default);
        await ReceiveAsync<ServerDrainFrame>(worker);
        await worker.SendAsync(Settle(assigned, JobOutcome.Succeeded, "1"), default);

        (await ReceiveAsync<SettledFrame>(worker)).Results[0].Answer.ShouldBe(SettleAnswer.Settled);
        (await ClosedAsync(worker)).Code.ShouldBe(WorkerCloseCodes.GoingAway);
        await stopping;
    }

    [Fact]
    public async Task Progress_IsKept()
    {
        await using var server = await WorkerServer.StartAsync();
        await using var worker = await ConnectedAsync(server);
        var job = await server.SubmitAsync("t");
        var assigned = (await ReceiveAsync<AssignFrame>(worker)).Jobs[0];
        var half = Encoding.UTF8.GetBytes("{\"done\": 0.50}");

        await worker.SendAsync(new ProgressFrame([new(assigned.Job, assigned.Token, half)]), default);

        await Eventually.HoldsAsync(
            "the progress is kept",
            async () => (await server.Engine.Jobs.GetAsync(job, null, default))!.Progress.Span.SequenceEqual(half)
        );
    }

    private static SettleFrame Settle(in AssignedJob job, JobOutcome outcome, string result) =>
        new([new JobResult(job.Job, job.Token, outcome, Encoding.UTF8.GetBytes(result))]);

    private static async Task<WebSocketWorkerConnection> ConnectedAsync(WorkerServer server, HelloFrame? hello = null)
    {
        var worker = await server.ConnectAsync();
        await worker.SendAsync(hello ?? Hello, default);
        await ReceiveAsync<WelcomeFrame>(worker);
        return worker;
    }

    private static async Task<T> ReceiveAsync<T>(WebSocketWorkerConnection worker)
        where T : ServerFrame => (await ReceiveAsync(worker)).ShouldBeOfType<T>();

    private static async Task<ServerFrame> ReceiveAsync(WebSocketWorkerConnection worker) =>
        await worker.ReceiveAsync(default).AsTask().WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System);

    private static Task<WorkerDisconnectedException> ClosedAsync(WebSocketWorkerConnection worker) =>
        Should.ThrowAsync<WorkerDisconnectedException>(async () =>
        {
            while (true)
            {
                await ReceiveAsync(worker);
            }
        });
}
