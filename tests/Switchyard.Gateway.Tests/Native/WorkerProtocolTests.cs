using System.Text;
using Switchyard.Client;
using Switchyard.Client.Workers;
using Switchyard.Contracts.Workers;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;
using static Switchyard.Gateway.Tests.Native.WorkerWire;

namespace Switchyard.Gateway.Tests.Native;

/// <summary>The protocol as it goes over the wire: hello, jobs out, results in, all bytes kept.</summary>
public sealed class WorkerProtocolTests
{
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
    public async Task Progress_Reported_IsKept()
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
}
