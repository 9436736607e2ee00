using System.Net;
using System.Text.Json;
using Switchyard.Gateway.Tests.Serving;

namespace Switchyard.Gateway.Tests.Scheduler;

public sealed class SchedulerWorkerTests
{
    private const string Beat = """
        {"status":"online","current_tasks":3,"system_info":{"cpu_usage":45.2,"memory_usage":60.8,"disk_usage":35.1}}
        """;

    [Fact]
    public async Task Heartbeat_OfAWorkerThatNobodyKnows_RegistersIt()
    {
        await using var server = await ServerFixture.StartAsync();

        var (status, body) = await PostAsync(server, "/api/workers/worker-001/heartbeat", Beat);

        status.ShouldBe(HttpStatusCode.OK);
        body.GetProperty("data").GetProperty("id").GetString().ShouldBe("worker-001");
        var list = await GetAsync(server, "/api/workers");
        var worker = list.GetProperty("data").EnumerateArray().ShouldHaveSingleItem();
        worker
            .EnumerateObject()
            .Where(member => member.Name != "last_heartbeat")
            .Select(member => $"{member.Name}={member.Value.GetRawText()}")
            .ShouldBe([
                "id=\"worker-001\"",
                "name=\"worker-001\"",
                "status=\"busy\"", // 3 of 1, until it says that it does more
                "current_tasks=3",
                "max_tasks=1",
                "tags=[]",
                "types=[]",
                "enabled=true",
                """system_info={"cpu_usage":45.2,"memory_usage":60.8,"disk_usage":35.1}""",
            ]);
    }

    [Fact]
    public async Task Heartbeat_StaysAway_WorkerIsOfflineAfter30Seconds()
    {
        var clock = new ManualTime();
        await using var server = await ServerFixture.StartAsync(clock);
        await PostAsync(server, "/api/workers/w/heartbeat", """{"max_tasks":2}""");
        (await StatusAsync(server)).ShouldBe("online");

        clock.Advance(TimeSpan.FromSeconds(31));

        (await StatusAsync(server)).ShouldBe("offline");
        await PostAsync(server, "/api/workers/w/heartbeat", "");
        (await StatusAsync(server)).ShouldBe("online");

        static async Task<string?> StatusAsync(ServerFixture server) =>
            (await GetAsync(server, "/api/workers/w")).GetProperty("data").GetProperty("status").GetString();
    }

    [Fact]
    public async Task Registration_UnderTheNativeApisPath_IsTheSchedulers()
    {
        await using var server = await ServerFixture.StartAsync();

        var (status, body) = await PostAsync(
            server,
            "/api/v1/workers/register",
            """{"id":"w1","max_tasks":4,"tags":["gpu"],"types":["T"]}"""
        );

        status.ShouldBe(HttpStatusCode.Created);
        body.GetProperty("success").GetBoolean().ShouldBeTrue();
        var data = body.GetProperty("data");
        data.GetProperty("max_tasks").GetInt32().ShouldBe(4);
        data.GetProperty("tags").GetRawText().ShouldBe("""["gpu"]""");
    }

    [Fact]
    public async Task Settings_OfALiveWorker_HoldAtOnce()
    {
        await using var server = await ServerFixture.StartAsync();
        await server.SendAsync(
            HttpMethod.Post,
            "console",
            "/api/v1/workers",
            """{"worker":"w","types":["T"],"capacity":8}"""
        );

        var (status, body) = await PutAsync(server, """{"max_tasks":20,"tags":["cpu","shell"],"enabled":false}""");

        status.ShouldBe(HttpStatusCode.OK);
        var data = body.GetProperty("data");
        data.GetProperty("max_tasks").GetInt32().ShouldBe(20);
        data.GetProperty("tags").GetRawText().ShouldBe("""["cpu","shell"]""");
        data.GetProperty("enabled").GetBoolean().ShouldBeFalse();
        (_, body) = await PutAsync(server, """{"enabled":true}""");
        body.GetProperty("data").GetProperty("enabled").GetBoolean().ShouldBeTrue();
        body.GetProperty("data").GetProperty("max_tasks").GetInt32().ShouldBe(20);
    }

    [Theory]
    [InlineData("""{"max_tasks":0,"tags":"gpu","enabled":1}""", "max_tasks tags enabled")]
    [InlineData("""{"max_tasks":10001}""", "max_tasks")]
    [InlineData("""{"max_tasks":1.5}""", "max_tasks")]
    [InlineData("""{"tags":[""]}""", "tags")]
    [InlineData("""{"tags":[1]}""", "tags")]
    public async Task Settings_OutOfRange_AreRefusedFieldByField(string body, string fields)
    {
        await using var server = await ServerFixture.StartAsync();
        await PostAsync(server, "/api/workers/w/heartbeat", Beat);

        var (status, answer) = await PutAsync(server, body);

        status.ShouldBe(HttpStatusCode.BadRequest);
        FieldsOf(answer).ShouldBe(fields.Split(' '));
    }

    [Theory]
    [InlineData("""{"current_tasks":-1}""", "current_tasks")]
    [InlineData("""{"system_info":5}""", "system_info")]
    [InlineData(
        """{"system_info":{"cpu_usage":101,"disk_usage":"1"}}""",
        "system_info.cpu_usage system_info.disk_usage"
    )]
    [InlineData("""{"types":[""],"max_tasks":"1"}""", "types max_tasks")]
    public async Task Heartbeat_OutOfRange_IsRefusedFieldByField(string body, string fields)
    {
        await using var server = await ServerFixture.StartAsync();

        var (status, answer) = await PostAsync(server, "/api/workers/w/heartbeat", body);

        status.ShouldBe(HttpStatusCode.BadRequest);
        FieldsOf(answer).ShouldBe(fields.Split(' '));
    }

    [Fact]
    public async Task Worker_ThatNobodyKnows_IsNotFound()
    {
        await using var server = await ServerFixture.StartAsync();

        (await PutAsync(server, """{"enabled":false}""")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await server.SendAsync(HttpMethod.Get, "console", "/api/workers/w")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Worker_OfAnotherKey_IsNotToBeSpokenFor()
    {
        await using var server = await ServerFixture.StartAsync();
        var (its, others) = (await server.CreateKeyAsync("work"), await server.CreateKeyAsync("work"));
        await server.SendAsync(HttpMethod.Post, "console", "/api/workers/w/heartbeat", Beat, its);

        var beat = await server.SendAsync(HttpMethod.Post, "console", "/api/workers/w/heartbeat", Beat, others);
        var change = await server.SendAsync(HttpMethod.Put, "console", "/api/workers/w", """{"max_tasks":2}""", others);

        beat.Status.ShouldBe(HttpStatusCode.Forbidden);
        change.Status.ShouldBe(HttpStatusCode.Forbidden);
        var own = await server.SendAsync(HttpMethod.Put, "console", "/api/workers/w", """{"max_tasks":2}""", its);
        own.Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("", "The body is empty: a JSON object is expected.")]
    [InlineData("[]", "The body must be a JSON object.")]
    [InlineData("{\"id\":", "The body is not JSON: line 1, byte 7.")]
    [InlineData("""{"id":"\ud800"}""", "The body is not JSON: a text in it is not Unicode.")]
    public async Task Body_ThatIsNoObject_IsRefused(string body, string message)
    {
        await using var server = await ServerFixture.StartAsync();

        var (status, answer) = await PostAsync(server, "/api/v1/workers/register", body);

        status.ShouldBe(HttpStatusCode.BadRequest);
        answer.GetProperty("message").GetString().ShouldBe(message);
    }

    private static IEnumerable<string?> FieldsOf(JsonElement answer) =>
        answer
            .GetProperty("error")
            .GetProperty("details")
            .EnumerateArray()
            .Select(detail => detail.GetProperty("field").GetString());

    private static Task<(HttpStatusCode Status, JsonElement Body)> PutAsync(ServerFixture server, string body) =>
        server.SendAsync(HttpMethod.Put, "console", "/api/workers/w", body);

    private static Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(
        ServerFixture server,
        string path,
        string body
    ) => server.SendAsync(HttpMethod.Post, "console", path, body);

    private static async Task<JsonElement> GetAsync(ServerFixture server, string path) =>
        (await server.SendAsync(HttpMethod.Get, "console", path)).Body;
}
