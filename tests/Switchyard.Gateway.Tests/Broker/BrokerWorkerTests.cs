using System.Text.Json;
using Switchyard.Gateway.Tests.Serving;

namespace Switchyard.Gateway.Tests.Broker;

/// <summary>The worker's side: what it may send, what it gets, and what becomes of its tasks.</summary>
public sealed class BrokerWorkerTests
{
    private const string AllFeatures =
        """{"type":"register","task_types":["T"],"max_concurrency":2,"features":["cancel","progress","ack","pause"]}""";

    [Fact]
    public async Task Worker_ThatAskedForNothing_GetsNewTasksAndNothingElse()
    {
        await using var server = await ServerFixture.StartAsync(("Dialects:Broker:TimeToLive", "1s"));
        await using var worker = await server.RegisteredAsync();
        await worker.SendAsync("""{"type":"status_update","current_tasks":0,"pending_tasks":0}""");
        await worker.SendAsync("""{"type":"task_result","taskId":"nobody's","result":{}}""");
        await worker.SendAsync("not json");

        var expired = await server.CreateAsync("""{"type":"T"}""");
        (await worker.ReceiveTaskAsync()).TaskId.ShouldBe(expired.Trim('"'));
        (await server.ResultAsync(expired, wait: 20)).ShouldContain("\"errorId\":12");
        var next = await server.CreateAsync("""{"type":"T"}""");

        // Not a word of the expiry, of the nonsense, or of having registered: the next frame is the next task.
        (await worker.ReceiveTaskAsync()).TaskId.ShouldBe(next.Trim('"'));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"type":"dance"}""")]
    [InlineData("""{"type":"register","task_types":"T"}""")]
    [InlineData("""{"type":"task_result"}""")]
    [InlineData("""{"type":"task_result","taskId":"00000000-0000-8001-8000-000000000005","result":{}}""")]
    [InlineData("""{"type":"task_result","taskId":5,"result":{}}""")]
    [InlineData("""{"type":"progress","taskId":"x","progress":1}""")]
    public async Task Message_ThatCannotBeUsed_LeavesTheConnectionAlone(string message)
    {
        await using var server = await ServerFixture.StartAsync();
        await using var worker = await server.WorkerAsync();
        await worker.SendAsync(message);
        await worker.SendAsync(BrokerSession.Register);
        await worker.SendAsync(message);

        var id = await server.CreateAsync("""{"type":"T"}""");

        (await worker.ReceiveTaskAsync()).TaskId.ShouldBe(id.Trim('"'));
    }

    [Fact]
    public async Task Message_OverOneMebibyte_ClosesWith1009()
    {
        await using var server = await ServerFixture.StartAsync();
        await using var worker = await server.RegisteredAsync();
        var id = await server.CreateAsync("""{"type":"T"}""");
        await worker.ReceiveTaskAsync();
        string Result(int length)
        {
            var frame = $$$"""{"type":"task_result","taskId":{{{id}}},"result":{"x":""}}""";
            return frame.Insert(frame.Length - 3, new string('x', length - frame.Length));
        }

        await worker.SendAsync(Result((1024 * 1024) + 1));

        (await worker.ReceiveAsync()).ShouldStartWith("close 1009");
        await using var other = await server.RegisteredAsync("w2");
        (await other.ReceiveTaskAsync()).TaskId.ShouldBe(id.Trim('"'));
        await other.SendAsync(Result(1024 * 1024));
        (await server.ResultAsync(id, wait: 20)).Length.ShouldBeGreaterThan(1024 * 1024 - 100);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Connection_ThatEnds_LeavesItsTasksToOthersAndItsResultsRefused(bool inGoodOrder)
    {
        await using var server = await ServerFixture.StartAsync();
        await using var first = await server.RegisteredAsync("w1");
        var id = await server.CreateAsync("""{"type":"T"}""");
        await first.ReceiveTaskAsync();
        await using var second = await server.RegisteredAsync("w2");

        if (inGoodOrder)
        {
            await first.CloseAsync();
        }
        else
        {
            first.Abort();
        }

        (await second.ReceiveTaskAsync()).TaskId.ShouldBe(id.Trim('"'));
        await using var again = await server.RegisteredAsync("w1");
        await again.SendAsync($$$"""{"type":"task_result","taskId":{{{id}}},"result":{"from":"the first"}}""");
        await again.SendAsync("""{"type":"status_update","pending_tasks":9}""");
        await Eventually.HoldsAsync(
            "the late result was read",
            async () => (await server.GetAsync("/api/nodes")).Contains("\"pending_tasks\":9", StringComparison.Ordinal)
        );
        (await server.ResultAsync(id)).ShouldContain("processing");
        await second.SendAsync($$$"""{"type":"task_result","taskId":{{{id}}},"result":{"from":"the second"}}""");

        (await server.ResultAsync(id, wait: 20)).ShouldContain("\"solution\":{\"from\":\"the second\"}");
    }

    [Fact]
    public async Task SecondConnection_WithTheSameId_ReplacesAndFencesTheFirst()
    {
        await using var server = await ServerFixture.StartAsync();
        await using var first = await server.RegisteredAsync();
        var id = await server.CreateAsync("""{"type":"T"}""");
        await first.ReceiveTaskAsync();

        await using var second = await server.RegisteredAsync();

        (await second.ReceiveTaskAsync()).TaskId.ShouldBe(id.Trim('"'));
        (await first.ReceiveAsync()).ShouldBe("close 1008 A newer connection has the same worker id.");
        using var nodes = JsonDocument.Parse(await server.GetAsync("/api/nodes"));
        nodes.RootElement.GetArrayLength().ShouldBe(1);
        nodes.RootElement[0].GetProperty("current_tasks").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Tasks_MoreThanAWorkerTakes_WaitTheirTurn()
    {
        await using var server = await ServerFixture.StartAsync();
        await using var worker = await server.RegisteredAsync(register: """{"type":"register","task_types":["T"]}""");
        var first = await server.CreateAsync("""{"type":"T"}""");
        var second = await server.CreateAsync("""{"type":"T"}""");
        (await worker.ReceiveTaskAsync()).TaskId.ShouldBe(first.Trim('"'));
        worker.HasNothing().ShouldBeTrue();

        await worker.SendAsync($$$"""{"type":"task_result","taskId":{{{first}}},"result":{}}""");

        (await worker.ReceiveTaskAsync()).TaskId.ShouldBe(second.Trim('"'));
    }

    [Fact]
    public async Task Register_Again_ChangesWhatTheWorkerDoes()
    {
        await using var server = await ServerFixture.StartAsync();
        await using var worker = await server.RegisteredAsync();
        var id = await server.CreateAsync("""{"type":"U"}""");

        await worker.SendAsync("""{"type":"register","task_types":["U"],"max_concurrency":3,"ip":"192.0.2.7"}""");

        (await worker.ReceiveTaskAsync()).TaskId.ShouldBe(id.Trim('"'));
        using var nodes = JsonDocument.Parse(await server.GetAsync("/api/nodes"));
        nodes.RootElement.GetArrayLength().ShouldBe(1);
        var node = nodes.RootElement[0];
        node.GetProperty("task_types").GetRawText().ShouldBe("[\"U\"]");
        node.GetProperty("max_concurrency").GetInt32().ShouldBe(3);
        node.GetProperty("ip").GetString().ShouldBe("192.0.2.7");
    }

    [Fact]
    public async Task Nodes_OnlineAndJustGone_AreListedAsDocumented()
    {
        await using var server = await ServerFixture.StartAsync();
        await using var worker = await server.RegisteredAsync();
        await worker.SendAsync("""{"type":"status_update","current_tasks":5,"pending_tasks":4}""");
        async Task<string> Nodes() => await server.GetAsync("/api/nodes");
        await Eventually.HoldsAsync(
            "the status arrived",
            async () => (await Nodes()).Contains("\"pending_tasks\":4", StringComparison.Ordinal)
        );

        (await Nodes()).ShouldMatch(
            """^\[\{"id":"w1","ip":"127\.0\.0\.1","task_types":\["T"\],"max_concurrency":2,"current_tasks":0,"pending_tasks":4,"connected_at":"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d","uptime":"\d+ 秒","status":"online"\}\]$"""
        );
        worker.Abort();

        await Eventually.HoldsAsync(
            "the worker is offline",
            async () => (await Nodes()).Contains("\"status\":\"offline\"", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Worker_ThatAskedForAcks_IsToldWhatBecameOfEachMessage()
    {
        await using var server = await ServerFixture.StartAsync();
        await using var worker = await server.RegisteredAsync(register: AllFeatures);
        (await worker.ReceiveAsync()).ShouldBe("""{"type":"registered","worker_id":"w1"}""");
        var id = await server.CreateAsync("""{"type":"T"}""");
        await worker.ReceiveTaskAsync();
        var result = $$$"""{"type":"task_result","taskId":{{{id}}},"result":{}}""";

        await worker.SendAsync(result);
        (await worker.ReceiveAsync()).ShouldBe($$"""{"type":"result_ack","taskId":{{id}},"status":"settled"}""");
        await worker.SendAsync(result);
        (await worker.ReceiveAsync()).ShouldBe($$"""{"type":"result_ack","taskId":{{id}},"status":"stale"}""");
        await worker.SendAsync("nonsense");
        (await worker.ReceiveAsync()).ShouldBe("""{"type":"error","message":"JSON decode error"}""");
    }

    [Fact]
    public async Task Worker_ThatCanCancel_IsToldOfAnExpiredTask()
    {
        await using var server = await ServerFixture.StartAsync(("Dialects:Broker:TimeToLive", "1s"));
        await using var worker = await server.RegisteredAsync(
            register: """{"type":"register","task_types":["T"],"features":["cancel"]}"""
        );
        var id = await server.CreateAsync("""{"type":"T"}""");
        await worker.ReceiveTaskAsync();

        (await worker.ReceiveAsync()).ShouldBe($$"""{"type":"cancel_task","taskId":{{id}},"reason":"expired"}""");
    }

    [Fact]
    public async Task Worker_ThatCanPause_GivesACheckpointBackAndGetsItAgain()
    {
        await using var server = await ServerFixture.StartAsync();
        await using var worker = await server.RegisteredAsync(register: AllFeatures);
        await worker.ReceiveAsync();
        var id = await server.CreateAsync("""{"type":"T"}""");
        await worker.ReceiveTaskAsync();

        await server.OrderAsync(id, "pause");
        (await worker.ReceiveAsync()).ShouldBe($$"""{"type":"pause_task","taskId":{{id}}}""");
        await worker.SendAsync($$$"""{"type":"task_paused","taskId":{{{id}}},"checkpoint":{"at": 0.50}}""");
        (await worker.ReceiveAsync()).ShouldBe($$"""{"type":"result_ack","taskId":{{id}},"status":"settled"}""");
        (await server.GetAsync("/api/tasks")).ShouldContain("\"status\":\"pending\"");
        await server.OrderAsync(id, "resume");

        (await worker.ReceiveTaskAsync()).Frame.ShouldBe(
            $$$"""{"type":"new_task","task":{"taskId":{{{id}}},"type":"T"},"checkpoint":{"at": 0.50}}"""
        );
    }

    [Fact]
    public async Task Worker_ThatReportsProgress_IsSeenByTheNativeApi()
    {
        await using var server = await ServerFixture.StartAsync();
        await using var worker = await server.RegisteredAsync(register: AllFeatures);
        await worker.ReceiveAsync();
        var id = await server.CreateAsync("""{"type":"T"}""");
        await worker.ReceiveTaskAsync();

        await worker.SendAsync($$$"""{"type":"progress","taskId":{{{id}}},"progress":{"percent": 50}}""");
        await worker.SendAsync($$"""{"type":"log","taskId":{{id}},"text":"half way"}""");

        await Eventually.HoldsAsync(
            "the progress is seen",
            async () =>
                (await server.NativeAsync(HttpMethod.Get, $"/api/v1/jobs/{id.Trim('"')}")).Contains(
                    "\"progress\":{\"percent\": 50}",
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public async Task Stop_OfTheNode_ClosesWorkersWith1001()
    {
        await using var server = await ServerFixture.StartAsync();
        await using var worker = await server.RegisteredAsync();
        await Eventually.HoldsAsync(
            "the worker is listed",
            async () => (await server.GetAsync("/api/nodes")).Contains("online", StringComparison.Ordinal)
        );

        var stopping = server.StopAsync();

        (await worker.ReceiveAsync()).ShouldBe("close 1001 The server stops.");
        await stopping;
    }
}
