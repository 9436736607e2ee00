using System.Net;
using System.Text;
using Switchyard.Gateway.Tests.Serving;

namespace Switchyard.Gateway.Tests.Native;

public sealed class JobsTests
{
    private const string Key = $"Authorization: Bearer {ServerFixture.AdminKey}";

    [Fact]
    public async Task Submit_OfOneJob_GivesItsNames()
    {
        await using var server = await ServerFixture.StartAsync();

        var answer = await server.ExchangeAsync(
            "console",
            $$"""
            POST /api/v1/jobs HTTP/1.1
            {{Key}}

            {"type":"resize"}
            """
        );

        answer.ShouldBe(
            """
            HTTP/1.1 201 Created
            Content-Type: application/json
            Location: /api/v1/jobs/1

            {"id":1,"uuid":"{uuid}"}
            """
        );
    }

    [Theory]
    [InlineData("""[{"type":"a"},{"type":"b","payload":1}]""")]
    [InlineData("""{"jobs":[{"type":"a"},{"type":"b","payload":1}]}""")]
    [InlineData("""{"type":"ignored","jobs":[{"type":"a"},{"type":"b"}],"priority":"ignored"}""")]
    public async Task Submit_OfMany_GivesTheirNamesInOrder(string body)
    {
        await using var server = await ServerFixture.StartAsync();

        var answer = await server.ExchangeAsync("console", $"POST /api/v1/jobs HTTP/1.1\n{Key}\n\n{body}");

        answer.ShouldBe(
            """
            HTTP/1.1 201 Created
            Content-Type: application/json

            {"jobs":[{"id":1,"uuid":"{uuid}"},{"id":2,"uuid":"{uuid}"}]}
            """
        );
    }

    [Theory]
    [InlineData("null")]
    [InlineData("""{ "b" : 1, "a":1e400, "a" : "\u0000\ud83d\ude00é" , "n":12345678901234567890.10 }""")]
    [InlineData("""[ 1,  2 ]""")]
    [InlineData("\"text\"")]
    public async Task Payload_OfAnyJson_ComesBackByteForByte(string payload)
    {
        await using var server = await ServerFixture.StartAsync();
        await server.SendAsync(
            HttpMethod.Post,
            "console",
            "/api/v1/jobs",
            $$"""{"payload": {{payload}} , "type":"a"}"""
        );

        var answer = await server.ExchangeAsync("console", $"GET /api/v1/jobs/1 HTTP/1.1\n{Key}");

        answer.ShouldBe(
            $$"""
            HTTP/1.1 200 OK
            Content-Type: application/json

            {"id":1,"uuid":"{uuid}","type":"a","state":"pending","dialect":"native","priority":5,"attempt":0,"max_attempts":1,"created_at":"{time}","payload":{{payload}}}
            """
        );
    }

    [Fact]
    public async Task Job_WithEveryOption_IsShownWithThem()
    {
        await using var server = await ServerFixture.StartAsync();
        await server.SendAsync(
            HttpMethod.Post,
            "console",
            "/api/v1/jobs",
            """
            {"type":"a","tags":["gpu","eu"],"priority":1,"delay_ms":60000,"ttl_ms":120000,"run_timeout_ms":5000,
             "max_attempts":3,"backoff_ms":10,"max_backoff_ms":100,"max_lapses":4,"draft":false,
             "callback_url":"http://127.0.0.1:9/done","unknown":{"x":[1]}}
            """
        );

        var answer = await server.ExchangeAsync("console", $"GET /api/v1/jobs/1?payload=false HTTP/1.1\n{Key}");

        answer.ShouldEndWith(
            """
            {"id":1,"uuid":"{uuid}","type":"a","state":"scheduled","dialect":"native","tags":["eu","gpu"],"priority":1,"attempt":0,"max_attempts":3,"created_at":"{time}","due_at":"{time}","expires_at":"{time}","run_timeout_ms":5000,"callback_url":"http://127.0.0.1:9/done"}
            """
        );
    }

    [Theory]
    [InlineData("", 400, "bad_request", "The body is empty: a job, or an array of jobs, is expected.")]
    [InlineData("{", 400, "bad_request", "The body is not JSON: line 1, byte 2.")]
    [InlineData("{\"type\":\"a\"} x", 400, "bad_request", "The body is not JSON: line 1, byte 14.")]
    [InlineData("{\"type\":\"a\",}", 400, "bad_request", "The body is not JSON: line 1, byte 13.")]
    [InlineData("7", 422, "invalid", "body: an object, or an array of objects")]
    [InlineData("{}", 422, "invalid", "type: a string")]
    [InlineData("""{"type":null}""", 422, "invalid", "type: a string")]
    [InlineData("""{"type":7}""", 422, "invalid", "type: a string")]
    [InlineData("""{"type":""}""", 422, "invalid", "type: 1 to 128 characters, none of them a control character")]
    [InlineData("""{"type":"a","priority":"1"}""", 422, "invalid", "priority: a whole number")]
    [InlineData("""{"type":"a","priority":1.5}""", 422, "invalid", "priority: a whole number")]
    [InlineData("""{"type":"a","priority":10}""", 422, "invalid", "priority: 1 to 9")]
    [InlineData("""{"type":"a","priority":99999999999}""", 422, "invalid", "priority: 1 to 9")]
    [InlineData("""{"type":"a","tags":"x"}""", 422, "invalid", "tags: an array of strings")]
    [InlineData("""{"type":"a","tags":["x",1]}""", 422, "invalid", "tags: an array of strings")]
    [InlineData("""{"type":"a","draft":"no"}""", 422, "invalid", "draft: true or false")]
    [InlineData("""{"type":"a","delay_ms":-1}""", 422, "invalid", "delay: 0 to 366 days")]
    [InlineData("""{"type":"a","ttl_ms":9223372036854775807}""", 422, "invalid", "time to live: 1 ms to 366 days")]
    [InlineData(
        """{"type":"a","callback_url":"/done"}""",
        422,
        "invalid",
        "callback URL: absolute, http or https, at most 2048 characters"
    )]
    [InlineData("[]", 422, "invalid", "jobs: 1 to 10000 in a call")]
    [InlineData("[7]", 422, "invalid", "jobs[0].an object")]
    [InlineData("""[{"type":"a"},{"typ":"a"}]""", 422, "invalid", "jobs[1].type: a string")]
    [InlineData("""[{"type":"a"},{"type":"a","max_attempts":0}]""", 422, "invalid", "jobs[1].max_attempts: 1 to 1000")]
    [InlineData("""{"jobs":{}}""", 422, "invalid", "jobs: an array of objects")]
    public async Task Submit_Malformed_SaysWhatIsWrong(string body, int status, string code, string detail)
    {
        await using var server = await ServerFixture.StartAsync();

        var answer = await server.ExchangeAsync("console", $"POST /api/v1/jobs HTTP/1.1\n{Key}\n\n{body}");

        var title = status == 400 ? "Bad Request" : "Unprocessable Entity";
        answer.ShouldBe(
            $$"""
            HTTP/1.1 {{status}} {{title}}
            Content-Type: application/problem+json
            X-Correlation-Id: {id}

            {"type":"about:blank","title":"{{title}}","status":{{status}},"detail":"{{detail}}","code":"{{code}}","correlation_id":"{id}"}
            """
        );
    }

    [Fact]
    public async Task Submit_ThatIsNotUtf8_IsRefused()
    {
        await using var server = await ServerFixture.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, server.At("console", "/api/v1/jobs"));
        request.Headers.Add("X-API-Key", ServerFixture.AdminKey);
        request.Content = new ByteArrayContent([.. "{\"type\":\"a\",\"payload\":\""u8, 0xC3, .. "\"}"u8]);

        using var answer = await server.Http.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("The body is not UTF-8.");
    }

    [Fact]
    public async Task Submit_OverALimit_IsTooLarge()
    {
        await using var server = await ServerFixture.StartAsync();
        var job = $$"""{"type":"a","payload":"{{new string('x', 1024 * 1024)}}"}""";

        var (payload, problem) = await server.SendAsync(HttpMethod.Post, "console", "/api/v1/jobs", job);
        var bulk = new StringBuilder("[").AppendJoin(',', Enumerable.Repeat(job, 17)).Append(']').ToString();
        var (body, _) = await server.SendAsync(HttpMethod.Post, "console", "/api/v1/jobs", bulk);

        payload.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        problem.GetProperty("code").GetString().ShouldBe("too_large");
        problem.GetProperty("detail").GetString().ShouldBe("payload: at most 1048576 bytes");
        body.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Submit_OfTenThousand_StoresThemAll()
    {
        await using var server = await ServerFixture.StartAsync();
        var body =
            $"[{string.Join(',', Enumerable.Range(0, 10_000).Select(i => $$"""{"type":"a","payload":{{i}}}"""))}]";

        var (status, answer) = await server.SendAsync(HttpMethod.Post, "console", "/api/v1/jobs", body);

        status.ShouldBe(HttpStatusCode.Created);
        answer.GetProperty("jobs").GetArrayLength().ShouldBe(10_000);
        var (_, last) = await server.SendAsync(HttpMethod.Get, "console", "/api/v1/jobs/10000");
        last.GetProperty("payload").GetInt32().ShouldBe(9_999);
    }

    [Fact]
    public async Task IdempotencyKey_UsedAgain_RepeatsOrRefuses()
    {
        await using var server = await ServerFixture.StartAsync();
        var submit = $"POST /api/v1/jobs HTTP/1.1\n{Key}\nIdempotency-Key: once\n\n";

        var first = await server.ExchangeAsync("console", submit + """{"type":"a"}""");
        var again = await server.ExchangeAsync("console", submit + """{"type":"a"}""");
        var other = await server.ExchangeAsync("console", submit + """{"type":"b"}""");

        first.ShouldContain("\n\n{\"id\":1,");
        again.ShouldContain("\n\n{\"id\":1,");
        again.ShouldContain("Idempotency-Replayed: true");
        other.ShouldStartWith("HTTP/1.1 409 Conflict\n");
        other.ShouldContain("\"code\":\"idempotency_conflict\"");
    }
}
