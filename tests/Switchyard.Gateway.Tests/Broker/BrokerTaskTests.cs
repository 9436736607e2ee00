using System.Text.Json;
using Switchyard.Gateway.Tests.Serving;

namespace Switchyard.Gateway.Tests.Broker;

/// <summary>A task from createTask to its solution and back, as clients and workers see it.</summary>
public sealed class BrokerTaskTests
{
    [Fact]
    public async Task Task_ThroughAWorker_ComesBackVerbatim()
    {
        await using var server = await ServerFixture.StartAsync();
        await using var worker = await server.RegisteredAsync();
        const string task =
            """{ "type" : "X","big":12345678901234567890123.40e+7, "nul":"\u0000","type":"T","dup":1,"dup":2,"clientKey":"inner" }""";
        const string solution = """{ "z":1,"a":1.10,"a":2,"n":"\u0000", "big":98765432109876543210 }""";

        var id = await server.CreateAsync(task);
        var frame = (await worker.ReceiveTaskAsync()).Frame;
        await worker.SendAsync($$$"""{"type":"task_result","taskId":{{{id}}},"errorId":0,"result":{{{solution}}}}""");
        var result = await server.ResultAsync(id, wait: 20);

        frame.ShouldBe($$$"""{"type":"new_task","task":{"taskId":{{{id}}},{{{task[1..]}}}}""");
        result.ShouldStartWith(
            $$"""{"errorId":0,"status":"ready","solution":{{solution}},"cost":"0","ip":"127.0.0.1","createTime":"""
        );
        using var json = JsonDocument.Parse(result);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        json.RootElement.GetProperty("createTime").GetInt64().ShouldBeInRange(now - 30, now);
        json.RootElement.GetProperty("endTime").GetInt64().ShouldBeInRange(now - 30, now);
        json.RootElement.GetProperty("solveCount").GetInt32().ShouldBe(1);
        json.RootElement.GetProperty("taskId").GetRawText().ShouldBe(id);
    }

    [Fact]
    public async Task Proxy_BesideTheTask_IsPassedBesideIt()
    {
        await using var server = await ServerFixture.StartAsync();
        await using var worker = await server.RegisteredAsync();

        await server.PostAsync(
            "/createTask",
            """{"clientKey":"mine","proxy":{"b": 1, "a":[1.0]},"softId":7,"appId":"x","languagePool":"en","task":{"type":"T"}}"""
        );
        var (frame, id) = await worker.ReceiveTaskAsync();

        frame.ShouldBe(
            $$$"""{"type":"new_task","task":{"taskId":"{{{id}}}","type":"T"},"proxy":{"b": 1, "a":[1.0]}}"""
        );
    }

    [Theory]
    [InlineData("""{"type":"task_result","taskId":ID,"errorId":-1,"result":{"error":"no luck"}}""", "no luck")]
    [InlineData("""{"type":"task_result","taskId":ID,"errorId":1,"result":{"error":{"code":5}}}""", """{\"code\":5}""")]
    [InlineData(
        """{"type":"task_result","taskId":ID,"errorId":2}""",
        "The worker reported a failure without a message."
    )]
    [InlineData("""{"type":"task_result","taskId":ID}""", "The worker reported success without a result.")]
    public async Task Failure_ReportedByAWorker_IsFinalWithItsMessage(string report, string message)
    {
        await using var server = await ServerFixture.StartAsync();
        await using var worker = await server.RegisteredAsync();

        var id = await server.CreateAsync("""{"type":"T"}""");
        await worker.ReceiveTaskAsync();
        await worker.SendAsync(report.Replace("ID", id, StringComparison.Ordinal));

        (await server.ResultAsync(id, wait: 20)).ShouldBe(
            $$"""{"errorId":12,"errorCode":"ERROR_CAPTCHA_UNSOLVABLE","errorDescription":"{{message}}","taskId":{{id}}}"""
        );
    }

    [Fact]
    public async Task Task_WithoutAWorker_WaitsAndThenExpires()
    {
        await using var server = await ServerFixture.StartAsync(("Dialects:Broker:TimeToLive", "00:00:01"));

        var id = await server.CreateAsync("""{"type":"T"}""");

        (await server.ResultAsync(id)).ShouldBe("""{"errorId":0,"status":"processing"}""");
        (await server.ResultAsync(id, wait: 20)).ShouldContain("\"errorId\":12");
    }

    [Fact]
    public async Task Alias_OfAWorkersType_IsOneCapability()
    {
        await using var server = await ServerFixture.StartAsync();
        await using var worker = await server.RegisteredAsync(
            register: """{"type":"register","task_types":["AntiTurnstileTaskProxyLess"]}"""
        );

        await server.CreateAsync("""{"type":"TurnstileTaskProxyless","websiteURL":"u"}""");
        var (frame, _) = await worker.ReceiveTaskAsync();

        frame.ShouldContain("\"type\":\"TurnstileTaskProxyless\",\"websiteURL\":\"u\"");
    }

    [Fact]
    public async Task Wait_UntilTheEnd_AnswersAtOnceThen()
    {
        await using var server = await ServerFixture.StartAsync();
        await using var worker = await server.RegisteredAsync();
        var id = await server.CreateAsync("""{"type":"T"}""");
        await worker.ReceiveTaskAsync();

        var waiting = server.ResultAsync(id, wait: 60);
        waiting.IsCompleted.ShouldBeFalse();
        await worker.SendAsync($$$"""{"type":"task_result","taskId":{{{id}}},"result":{}}""");

        (await waiting).ShouldContain("\"status\":\"ready\"");
    }
}
