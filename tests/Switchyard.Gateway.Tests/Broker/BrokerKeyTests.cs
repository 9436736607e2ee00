using System.Net;
using System.Net.WebSockets;
using Switchyard.Gateway.Tests.Serving;

namespace Switchyard.Gateway.Tests.Broker;

/// <summary>Who may do what, with keys and without.</summary>
public sealed class BrokerKeyTests
{
    private const string Refused =
        """{"errorId":1,"errorCode":"ERROR_KEY_DOES_NOT_EXIST","errorDescription":"The clientKey is missing or unknown, or may not do this."}""";

    private static readonly (string, string) Required = ("Dialects:Broker:RequireKeys", "true");

    [Theory]
    [InlineData("/createTask", """{"task":{"type":"T"}}""")]
    [InlineData("/createTask", """{"task":null}""")]
    [InlineData("/createTask", """{"clientKey":"wrong","task":{"type":"T"}}""")]
    [InlineData("/createTask", """{"clientKey":"","task":{"type":"T"}}""")]
    [InlineData("/createTask", """{"clientKey":null,"task":{"type":"T"}}""")]
    [InlineData("/createTask", """{"clientKey":"\ud800","task":{"type":"T"}}""")]
    [InlineData("/getTaskResult", """{"taskId":"x"}""")]
    [InlineData("/getBalance", "{}")]
    [InlineData("/getBalance", """{"clientKey":"wrong"}""")]
    public async Task Method_WithoutAKeyWhereOneIsRequired_IsRefused(string path, string body)
    {
        await using var server = await ServerFixture.StartAsync(Required);

        (await server.PostAsync(path, body)).ShouldBe((200, Refused));
    }

    [Fact]
    public async Task Method_WithAKeyThatMayNot_IsRefused()
    {
        await using var server = await ServerFixture.StartAsync(Required);
        var worker = await server.KeyAsync("\"work\"");

        (
            await server.PostAsync("/createTask", $$$"""{"clientKey":"{{{worker}}}","task":{"type":"T"}}""")
        ).Body.ShouldBe(Refused);
        (await server.PostAsync("/getBalance", $$"""{"clientKey":"{{worker}}"}""")).Body.ShouldBe(Refused);
    }

    [Fact]
    public async Task Task_OfAnotherOwner_IsUnknown()
    {
        await using var server = await ServerFixture.StartAsync();
        var (a, b) = (await server.KeyAsync("\"submit\""), await server.KeyAsync("\"submit\""));

        var id = await server.CreateAsync("""{"type":"T"}""", a);
        var anonymous = await server.CreateAsync("""{"type":"T"}""", "unknown-key");

        (await server.ResultAsync(id, key: a)).ShouldContain("processing");
        (await server.ResultAsync(id, key: b)).ShouldContain("\"errorId\":16");
        (await server.ResultAsync(id)).ShouldContain("\"errorId\":16");
        (await server.ResultAsync(id, key: ServerFixture.AdminKey)).ShouldContain("processing");
        (await server.ResultAsync(anonymous)).ShouldContain("processing");
        (await server.ResultAsync(anonymous, key: "another-unknown-key")).ShouldContain("processing");
        (await server.ResultAsync(anonymous, key: a)).ShouldContain("\"errorId\":16");
    }

    [Fact]
    public async Task IdFormatInt_GivesAndTakesNumbers_ForItsOwnKeyOnly()
    {
        await using var server = await ServerFixture.StartAsync();
        var key = await server.KeyAsync("\"submit\",\"read\"", ",\"id_format\":\"int\"");

        var id = await server.CreateAsync("""{"type":"T"}""", key);
        var anonymous = await server.CreateAsync("""{"type":"T"}""");

        long.Parse(id, null).ShouldBePositive();
        (await server.ResultAsync(id, key: key)).ShouldContain("processing");
        (await server.ResultAsync($"\"{id}\"", key: key)).ShouldContain("processing");
        (await server.ResultAsync($"{long.Parse(id, null) + 1}", key: key)).ShouldContain("\"errorId\":16");
        // The anonymous task's number is that one: counting must find nothing.
        (await server.ResultAsync($"{long.Parse(id, null) + 1}")).ShouldContain("\"errorId\":16");
        anonymous.ShouldStartWith("\"");
        var pool = await server.SendAsync("/api/tasks", key);
        pool.Body.ShouldContain($"\"taskId\":{id},");
    }

    [Fact]
    public async Task Lists_WhereKeysAreRequired_NeedOneThatMayRead()
    {
        await using var server = await ServerFixture.StartAsync(Required);
        var (reader, worker) = (await server.KeyAsync("\"read\""), await server.KeyAsync("\"work\""));

        foreach (var path in new[] { "/api/nodes", "/api/tasks" })
        {
            (await server.SendAsync(path, null)).ShouldBe(
                (HttpStatusCode.Unauthorized, """{"detail":"Not authenticated"}""")
            );
            (await server.SendAsync(path, "wrong")).Status.ShouldBe(HttpStatusCode.Unauthorized);
            (await server.SendAsync(path, worker)).Status.ShouldBe(HttpStatusCode.Forbidden);
            (await server.SendAsync(path, reader)).Status.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Key_OverItsRequestsAMinute_GetsNoSlot()
    {
        await using var server = await ServerFixture.StartAsync();
        var key = await server.KeyAsync("\"submit\"", ",\"max_per_minute\":2");
        var body = $$"""{"clientKey":"{{key}}"}""";

        (await server.PostAsync("/getBalance", body)).Body.ShouldContain("\"errorId\":0");
        (await server.PostAsync("/getBalance", body)).Body.ShouldContain("\"errorId\":0");
        var (status, answer) = await server.PostAsync("/getBalance", body);

        status.ShouldBe(200);
        answer.ShouldStartWith("""{"errorId":2,"errorCode":"ERROR_NO_SLOT_AVAILABLE",""");
    }

    [Fact]
    public async Task Worker_WhereKeysAreRequired_NeedsOneThatMayWork()
    {
        await using var server = await ServerFixture.StartAsync(Required);
        var (work, read) = (await server.KeyAsync("\"work\""), await server.KeyAsync("\"read\""));

        await ShouldFail("/worker/w1", 401);
        await ShouldFail("/worker/w1?token=wrong", 401);
        await ShouldFail($"/worker/w1?token={read}", 403);
        await using var byQuery = await BrokerWorker.ConnectAsync(
            new Uri($"{server.SocketAt("broker", "/worker/w1")}?token={work}")
        );
        await using var byHeader = await BrokerWorker.ConnectAsync(
            server.SocketAt("broker", "/worker/w2"),
            options => options.SetRequestHeader("Authorization", $"Bearer {work}")
        );
        await byQuery.SendAsync(BrokerSession.Register);
        await byHeader.SendAsync(BrokerSession.Register);

        await Eventually.HoldsAsync(
            "both workers are listed",
            async () => (await server.SendAsync("/api/nodes", read)).Body.Contains("\"w2\"", StringComparison.Ordinal)
        );

        async Task ShouldFail(string path, int status)
        {
            var refused = await Should.ThrowAsync<WebSocketException>(() =>
                BrokerWorker.ConnectAsync(new Uri(server.SocketAt("broker", "").ToString().TrimEnd('/') + path))
            );
            refused.Message.ShouldContain($"'{status}'");
        }
    }

    [Fact]
    public async Task SecondConnection_WhereKeysAreRequired_ReplacesOnlyWithAValidToken()
    {
        await using var server = await ServerFixture.StartAsync(Required);
        var work = await server.KeyAsync("\"work\"");
        var at = new Uri(server.SocketAt("broker", "/worker/w1") + "?token=" + work);
        await using var first = await BrokerWorker.ConnectAsync(at);
        await first.SendAsync("""{"type":"register","task_types":["T"],"features":["ack"]}""");
        await first.ReceiveAsync();

        await Should.ThrowAsync<WebSocketException>(() =>
            BrokerWorker.ConnectAsync(server.SocketAt("broker", "/worker/w1"))
        );
        first.HasNothing().ShouldBeTrue();
        await using var second = await BrokerWorker.ConnectAsync(at);
        await second.SendAsync(BrokerSession.Register);

        (await first.ReceiveAsync()).ShouldBe("close 1008 A newer connection has the same worker id.");
    }
}
