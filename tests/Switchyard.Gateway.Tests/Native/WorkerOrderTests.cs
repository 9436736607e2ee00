using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Switchyard.Contracts.Workers;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;
using Switchyard.Gateway.Dialects.Native.Workers;
using static Switchyard.Gateway.Tests.Native.WorkerWire;

namespace Switchyard.Gateway.Tests.Native;

/// <summary>Leases and orders over the wire: cancel, pause, drain, stop, a connection that dies.</summary>
public sealed class WorkerOrderTests
{
    [Fact]
    public async Task Capacity_ManyJobs_IsNeverExceeded()
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
    public async Task Hello_UnderTheNameOfTheServersOwn_IsClosed()
    {
        await using var server = await WorkerServer.StartAsync();
        await using var own = new LocalWorkerLine(
            server.Engine,
            "9.9.9",
            TimeProvider.System,
            NullLogger<LocalWorkerLine>.Instance
        );
        await own.SendAsync(Hello with { Worker = "built-in" }, default);

        await using var other = await ConnectedAsync(server, Hello with { Worker = "built-in" });

        (await ClosedAsync(other)).Code.ShouldBe(WorkerCloseCodes.Replaced);
        own.Closed.ShouldBeNull();
        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Add("X-API-Key", await server.KeyAsync(ApiScopes.Read));
        (await http.GetStringAsync("/api/v1/workers")).ShouldContain("\"transport\":\"local\"");
    }

    [Fact]
    public async Task Pause_OfRunningJob_CarriesTheCheckpointToTheNextAttempt()
    {
        await using var server = await WorkerServer.StartAsync();
        await using var worker = await ConnectedAsync(server, Hello with { Features = [WorkerFeatures.Pause] });
        var job = await server.SubmitAsync("t");
        var assigned = (await ReceiveAsync<AssignFrame>(worker)).Jobs[0];

        await server.Engine.Jobs.OrderAsync(job, Actor.Node, Engine.Storage.OrderKind.Pause, default);
        (await ReceiveAsync<PauseFrame>(worker)).Jobs.ShouldBe([new JobLease(assigned.Job, assigned.Token)]);
        await worker.SendAsync(Settle(assigned, JobOutcome.Paused, "{\"at\": 7}"), default);
        await ReceiveAsync<SettledFrame>(worker);
        await server.Engine.Jobs.OrderAsync(job, Actor.Node, Engine.Storage.OrderKind.Resume, default);

        var resumed = (await ReceiveAsync<AssignFrame>(worker)).Jobs[0];
        resumed.Job.ShouldBe(assigned.Job);
        Encoding.UTF8.GetString(resumed.Checkpoint.Span).ShouldBe("{\"at\": 7}");
    }

    [Fact]
    public async Task Job_Released_CountsNothing()
    {
        await using var server = await WorkerServer.StartAsync();
        await using var worker = await ConnectedAsync(server, Hello with { Capacity = 1 });
        await server.SubmitAsync("t");
        var assigned = (await ReceiveAsync<AssignFrame>(worker)).Jobs[0];

        await worker.SendAsync(new SettleFrame([new(assigned.Job, assigned.Token, JobOutcome.Released)]), default);

        // One round gives it back and leases it again; which of the two is told first is left open.
        ServerFrame[] told = [await ReceiveAsync(worker), await ReceiveAsync(worker)];
        told.OfType<SettledFrame>().ShouldHaveSingleItem();
        var again = told.OfType<AssignFrame>().ShouldHaveSingleItem().Jobs[0];
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
    public async Task Drain_Asked_IsAnsweredAndNothingComesAfterIt()
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
}
