using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Switchyard.Gateway.Dialects.Broker;
using Switchyard.Gateway.Tests.Serving;

namespace Switchyard.Gateway.Tests.Broker;

/// <summary>Golden transcripts: what goes over the wire, status and headers included, for each kind of answer.</summary>
public sealed class BrokerHttpTests
{
    private static readonly JsonSerializerOptions Strict = new(BrokerRecordsJson.Default.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
    };

    [Fact]
    public async Task CreateTask_Accepted_IsAnswered()
    {
        await using var server = await ServerFixture.StartAsync();

        (await Post(server, "/createTask", """{"clientKey":"anything","task":{"type":"T"}}""")).ShouldBe(
            """
            HTTP/1.1 200 OK
            Content-Type: application/json

            {"errorId":0,"taskId":"{uuid}"}
            """
        );
    }

    [Theory]
    [InlineData("/createTask", """{"task":null}""", 22, "ERROR_TASK_ABSENT", "The task is null.")]
    [InlineData("/getTaskResult", """{"taskId":"nonsense"}""", 16, "ERROR_NO_SUCH_CAPCHA_ID", "There is no such task.")]
    [InlineData(
        "/getTaskResult",
        """{"taskId":"00000000-0000-8001-8000-000000000005"}""",
        16,
        "ERROR_NO_SUCH_CAPCHA_ID",
        "There is no such task."
    )]
    [InlineData("/getTaskResult", """{"taskId":1}""", 16, "ERROR_NO_SUCH_CAPCHA_ID", "There is no such task.")]
    [InlineData("/reportIncorrect", """{"taskId":1}""", 14, "ERROR_NO_SUCH_METHOD", "There is no such method.")]
    [InlineData("/api/nodes", "{}", 14, "ERROR_NO_SUCH_METHOD", "There is no such method.")]
    [InlineData(
        "/createTask",
        """{"task":{"type":""}}""",
        23,
        "ERROR_TASK_NOT_SUPPORTED",
        "The type of the task is not supported."
    )]
    public async Task Method_Refused_IsAnswered200WithItsCode(
        string path,
        string body,
        int id,
        string code,
        string words
    )
    {
        await using var server = await ServerFixture.StartAsync();

        var answer = await Post(server, path, body);

        answer.ShouldStartWith("HTTP/1.1 200 OK\n");
        answer.ShouldContain("Content-Type: application/json\n");
        answer.ShouldEndWith($$"""{"errorId":{{id}},"errorCode":"{{code}}","errorDescription":"{{words}}"}""");
    }

    [Fact]
    public async Task Body_OfAnotherShape_IsAnswered422()
    {
        await using var server = await ServerFixture.StartAsync();

        (await Post(server, "/createTask", """{"clientKey":1,"task":{"taskId":"x"}}""")).ShouldBe(
            """
            HTTP/1.1 422 Unprocessable Entity
            Content-Type: application/json

            {"detail":[{"loc":["body","clientKey"],"msg":"Input should be a valid string","type":"string_type"},{"loc":["body","task","type"],"msg":"Field required","type":"missing"},{"loc":["body","task","taskId"],"msg":"Extra inputs are not permitted","type":"extra_forbidden"}]}
            """
        );
        (await server.PostAsync("/getTaskResult", "{")).Status.ShouldBe(422);
        (await server.PostAsync("/getBalance", "")).Status.ShouldBe(422);
    }

    [Fact]
    public async Task GetBalance_WithAnyKey_IsANumber()
    {
        await using var server = await ServerFixture.StartAsync();

        (await Post(server, "/getBalance", """{"clientKey":"x"}""")).ShouldEndWith(
            """{"errorId":0,"balance":1000000}"""
        );
    }

    [Theory]
    [InlineData("GET /createTask HTTP/1.1", "HTTP/1.1 405 Method Not Allowed", "Method Not Allowed")]
    [InlineData("GET /nowhere HTTP/1.1", "HTTP/1.1 404 Not Found", "Not Found")]
    [InlineData("GET /worker/w1 HTTP/1.1", "HTTP/1.1 400 Bad Request", "Bad Request")]
    [InlineData("GET /api/tasks HTTP/1.1\nOrigin: http://evil.example", "HTTP/1.1 403 Forbidden", "Forbidden")]
    [InlineData("GET /api/tasks HTTP/1.1\nHost: evil.example", "HTTP/1.1 403 Forbidden", "Forbidden")]
    public async Task Resource_Refused_IsAnsweredWithADetail(string request, string status, string detail)
    {
        await using var server = await ServerFixture.StartAsync();

        var answer = await server.ExchangeAsync("broker", request);

        answer.ShouldStartWith(status + "\n");
        answer.ShouldContain("Content-Type: application/json\n");
        answer.ShouldEndWith($$"""{"detail":"{{detail}}"}""");
    }

    [Fact]
    public async Task CreateTask_FromAPageElsewhere_IsRefused403InTheProtocolsShape()
    {
        await using var server = await ServerFixture.StartAsync();

        var answer = await server.ExchangeAsync(
            "broker",
            "POST /createTask HTTP/1.1\nOrigin: http://evil.example\nContent-Type: text/plain\n\n{\"task\":{\"type\":\"T\"}}"
        );

        answer.ShouldStartWith("HTTP/1.1 403 Forbidden\n");
        answer.ShouldContain("\"errorId\":11,\"errorCode\":\"ERROR_IP_NOT_ALLOWED\"");
    }

    [Fact]
    public async Task CreateTask_LargerThanAFrameMayBe_IsRefused413InTheProtocolsShape()
    {
        await using var server = await ServerFixture.StartAsync();
        string Body(int length) => $$$"""{"task":{"type":"T","x":"{{{new string('x', length)}}}"}}""";
        var room = (1024 * 1024) - 128 - """{"type":"T","x":""}""".Length;

        (await server.PostAsync("/createTask", Body(room))).Status.ShouldBe(200);
        foreach (var length in new[] { room + 1, 1024 * 1024, 3 * 1024 * 1024 })
        {
            var (status, answer) = await server.PostAsync("/createTask", Body(length));
            status.ShouldBe(413);
            answer.ShouldStartWith("""{"errorId":23,"errorCode":"ERROR_TASK_NOT_SUPPORTED",""");
        }
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Body_OfAnotherContentType_IsReadAllTheSame(string contentType)
    {
        await using var server = await ServerFixture.StartAsync();

        var (status, _) = await server.PostAsync("/createTask", """{"task":{"type":"T"}}""", contentType);

        status.ShouldBe(200);
    }

    [Fact]
    public async Task CreateTask_BeyondItsLimits_IsRefusedWithItsCode()
    {
        await using var server = await ServerFixture.StartAsync(
            ("Dialects:Broker:MaxQueued", "1"),
            ("Dialects:Broker:AcceptedTypes", "T")
        );

        var other = await server.PostAsync("/createTask", """{"task":{"type":"U"}}""");
        var first = await server.PostAsync("/createTask", """{"task":{"type":"T"}}""");
        var second = await server.PostAsync("/createTask", """{"task":{"type":"T"}}""");

        other.Body.ShouldStartWith("""{"errorId":23,"errorCode":"ERROR_TASK_NOT_SUPPORTED",""");
        first.Body.ShouldStartWith("""{"errorId":0,""");
        second.ShouldBe(
            (
                200,
                """{"errorId":2,"errorCode":"ERROR_NO_SLOT_AVAILABLE","errorDescription":"There is no free slot now; try again later."}"""
            )
        );
    }

    [Theory]
    [InlineData(
        "abc",
        """{"detail":[{"loc":["query","limit"],"msg":"Input should be a valid integer, unable to parse string as an integer","type":"int_parsing"}]}"""
    )]
    [InlineData(
        "0",
        """{"detail":[{"loc":["query","limit"],"msg":"Input should be greater than or equal to 1","type":"greater_than_equal"}]}"""
    )]
    public async Task Tasks_LimitThatIsNone_IsAnswered422(string limit, string body)
    {
        await using var server = await ServerFixture.StartAsync();

        using var answer = await server.Http.GetAsync(server.At("broker", $"/api/tasks?limit={limit}"));

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadAsStringAsync()).ShouldBe(body);
    }

    [Fact]
    public async Task Tasks_WaitingAssignedAndDone_AreCountedAndListed()
    {
        await using var server = await ServerFixture.StartAsync(("Dialects:Broker:TimeZone", "Asia/Shanghai"));
        await using var worker = await server.RegisteredAsync("s2", """{"type":"register","task_types":["T"]}""");
        var begun = TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).DateTime;
        var done = await server.CreateAsync("""{"type":"T"}""");
        await worker.ReceiveTaskAsync();
        await worker.SendAsync($$$"""{"type":"task_result","taskId":{{{done}}},"errorId":1}""");
        await server.ResultAsync(done, wait: 20);
        var assigned = await server.CreateAsync("""{"type":"T"}""");
        await worker.ReceiveTaskAsync();
        var waiting = await server.CreateAsync("""{"type":"T"}""");

        var text = await server.GetAsync("/api/tasks");
        var limited = await server.GetAsync("/api/tasks?limit=1");

        var pool = Strictly<BrokerRecords.TaskPool>(text);
        pool.Summary.ShouldBe(new BrokerRecords.Summary(Total: 3, Completed: 1, Pending: 2, Assigned: 1));
        pool.Tasks.Select(task => $"{task.TaskId.GetRawText()} {task.Status} {task.AssignedTo} {task.Type}")
            .ShouldBe([$"{waiting} pending  T", $"{assigned} processing s2 T"]);
        text.ShouldContain("\"assignedTo\":null");
        var created = DateTime.ParseExact(pool.Tasks[0].CreatedAt, "yyyy-MM-dd'T'HH:mm:ss.ffffff", null);
        created.ShouldBeInRange(begun.AddSeconds(-1), begun.AddSeconds(60));
        Strictly<BrokerRecords.TaskPool>(limited).Tasks.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Answers_AsTheyAre_AreTheDocumentedRecords()
    {
        await using var server = await ServerFixture.StartAsync();
        await using var worker = await server.RegisteredAsync();
        var id = await server.CreateAsync("""{"type":"T"}""");
        await worker.ReceiveTaskAsync();
        Strictly<BrokerRecords.TaskResult>(await server.ResultAsync(id)).Status.ShouldBe("processing");
        await worker.SendAsync($$$"""{"type":"task_result","taskId":{{{id}}},"result":{}}""");

        Strictly<BrokerRecords.TaskResult>(await server.ResultAsync(id, wait: 20)).Status.ShouldBe("ready");
        Strictly<BrokerRecords.Created>((await server.PostAsync("/createTask", """{"task":null}""")).Body)
            .ErrorId.ShouldBe(22);
        Strictly<BrokerRecords.Balance>((await server.PostAsync("/getBalance", "{}")).Body).Amount.ShouldBe(1_000_000);
        Strictly<BrokerRecords.Invalid>((await server.PostAsync("/getBalance", "")).Body).Detail.Count.ShouldBe(1);
        Strictly<IReadOnlyList<BrokerRecords.Node>>(await server.GetAsync("/api/nodes")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Document_OfThisApi_HasEveryRouteWithExamples()
    {
        await using var server = await ServerFixture.StartAsync();

        using var document = JsonDocument.Parse(await server.GetAsync("/openapi.json"));

        document.RootElement.GetProperty("openapi").GetString().ShouldStartWith("3.1");
        var paths = document.RootElement.GetProperty("paths");
        paths
            .EnumerateObject()
            .Select(path => path.Name)
            .Order()
            .ShouldBe(["/api/nodes", "/api/tasks", "/createTask", "/getBalance", "/getTaskResult"]);
        var create = paths.GetProperty("/createTask").GetProperty("post");
        create.GetProperty("requestBody").GetRawText().ShouldContain("site-key-value");
        create.GetProperty("responses").GetProperty("200").GetRawText().ShouldContain("ERROR_TASK_ABSENT");
        (await server.GetAsync("/docs")).ShouldContain("swagger-ui");
        (await server.GetAsync("/redoc")).ShouldContain("redoc");
    }

    private static Task<string> Post(ServerFixture server, string path, string body) =>
        server.ExchangeAsync("broker", $"POST {path} HTTP/1.1\nContent-Type: application/json\n\n{body}");

    private static T Strictly<T>(string json) => JsonSerializer.Deserialize<T>(json, Strict)!;
}
