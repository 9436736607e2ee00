using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Switchyard.Gateway.Tests.Serving;

namespace Switchyard.Gateway.Tests.OpenApi;

public sealed partial class ApiPagesTests
{
    [Fact]
    public async Task Document_OfTheNativeApi_HasEveryRouteAndRecord()
    {
        await using var server = await ServerFixture.StartAsync();

        var (status, document) = await server.SendAsync(HttpMethod.Get, "console", "/api/v1/openapi.json");

        status.ShouldBe(HttpStatusCode.OK);
        document.GetProperty("openapi").GetString().ShouldStartWith("3.1");
        var paths = document.GetProperty("paths");
        paths
            .EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(verb => $"{verb.Name} {path.Name}"))
            .ShouldBe(
                [
                    "get /api/v1/jobs",
                    "post /api/v1/jobs",
                    "get /api/v1/jobs/{id}",
                    "delete /api/v1/jobs/{id}",
                    "get /api/v1/jobs/{id}/attempts",
                    "get /api/v1/jobs/{id}/why",
                    "post /api/v1/jobs/{id}/start",
                    "post /api/v1/jobs/{id}/pause",
                    "post /api/v1/jobs/{id}/resume",
                    "post /api/v1/jobs/{id}/cancel",
                    "post /api/v1/jobs/{id}/retry",
                    "post /api/v1/keys",
                    "get /api/v1/keys",
                    "delete /api/v1/keys/{id}",
                    "get /api/v1/workers",
                    "post /api/v1/workers",
                    "post /api/v1/workers/{worker}/lease",
                    "post /api/v1/workers/{worker}/renew",
                    "post /api/v1/workers/{worker}/progress",
                    "post /api/v1/workers/{worker}/log",
                    "post /api/v1/workers/{worker}/settle",
                    "post /api/v1/workers/{worker}/release",
                    "post /api/v1/workers/{worker}/drain",
                    "delete /api/v1/workers/{worker}",
                    "get /api/v1/stats",
                    "get /api/v1/jobs/{id}/logs",
                    "get /api/v1/jobs/{id}/logs/stream",
                    "post /api/v1/bulk",
                    "get /api/v1/bulk",
                    "get /api/v1/bulk/{id}",
                    "post /api/v1/bulk/{id}/stop",
                    "get /api/v1/schedules",
                    "post /api/v1/schedules",
                    "post /api/v1/schedules/preview",
                    "get /api/v1/schedules/{id}",
                    "patch /api/v1/schedules/{id}",
                    "delete /api/v1/schedules/{id}",
                    "post /api/v1/schedules/{id}/trigger",
                    "post /api/v1/schedules/{id}/backfill",
                    "get /api/v1/schedules/{id}/runs",
                    "get /api/v1/events",
                    "get /api/v1/audit",
                    "post /api/v1/backups",
                    "get /api/v1/backups",
                    "get /api/v1/backups/{name}",
                    "delete /api/v1/backups/{name}",
                ],
                ignoreOrder: true
            );
        var schemas = document.GetProperty("components").GetProperty("schemas");
        schemas.GetProperty("SettleRequest").GetProperty("properties").TryGetProperty("lease", out _).ShouldBeTrue();
        schemas.GetProperty("JobSubmission").GetProperty("properties").TryGetProperty("delay_ms", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Document_OfTheNativeApi_HasExamplesAndMeaningsThroughout()
    {
        await using var server = await ServerFixture.StartAsync();

        var (_, document) = await server.SendAsync(HttpMethod.Get, "console", "/api/v1/openapi.json");

        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var (verb, route) in path.Value.EnumerateObject().Select(verb => (verb.Name, verb.Value)))
            {
                foreach (var place in route.TryGetProperty("parameters", out var all) ? all.EnumerateArray() : default)
                {
                    place.TryGetProperty("description", out _).ShouldBeTrue($"{verb} {path.Name}: {place}");
                }

                var bodies = route.GetProperty("responses").EnumerateObject().Select(answer => answer.Value);
                foreach (var body in route.TryGetProperty("requestBody", out var own) ? bodies.Append(own) : bodies)
                {
                    Unshown(body).ShouldBeEmpty($"{verb} {path.Name}");
                }
            }
        }
    }

    [Fact]
    public async Task Document_OfTheSchedulersApi_HasEveryRouteAndItsEnvelope()
    {
        await using var server = await ServerFixture.StartAsync();

        var (status, document) = await server.SendAsync(HttpMethod.Get, "console", "/api/openapi.json");

        status.ShouldBe(HttpStatusCode.OK);
        document
            .GetProperty("paths")
            .EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(verb => $"{verb.Name} {path.Name}"))
            .ShouldBe(
                [
                    "get /api/health",
                    "get /api/health/ready",
                    "get /api/health/live",
                    "get /api/system/status",
                    "post /api/tasks",
                    "get /api/tasks",
                    "post /api/tasks/preview",
                    "get /api/tasks/{task_id}",
                    "put /api/tasks/{task_id}",
                    "delete /api/tasks/{task_id}",
                    "post /api/tasks/{task_id}/trigger",
                    "get /api/tasks/{task_id}/runs",
                    "get /api/runs/{run_id}",
                    "post /api/runs/{run_id}/cancel",
                    "post /api/runs/{run_id}/retry",
                    "get /api/runs/{run_id}/logs",
                    "get /api/workers",
                    "get /api/workers/{worker_id}",
                    "put /api/workers/{worker_id}",
                    "post /api/v1/workers/register",
                    "post /api/workers/{worker_id}/heartbeat",
                ],
                ignoreOrder: true
            );
        document
            .GetProperty("paths")
            .GetProperty("/api/runs/{run_id}/logs")
            .GetProperty("get")
            .GetProperty("responses")
            .GetProperty("200")
            .GetProperty("content")
            .EnumerateObject()
            .Select(content => content.Name)
            .ShouldBe(["application/json", "text/event-stream"]);
        var schemas = document.GetProperty("components").GetProperty("schemas");
        schemas.GetProperty("WorkerView").GetProperty("properties").TryGetProperty("max_tasks", out _).ShouldBeTrue();
        schemas
            .GetProperty("EnvelopeOfWorkerView")
            .GetProperty("properties")
            .EnumerateObject()
            .Select(member => member.Name)
            .ShouldBe(["success", "data", "message", "error", "timestamp"], ignoreOrder: true);
        schemas
            .GetProperty("EnvelopeOfWorkerView")
            .GetProperty("required")
            .EnumerateArray()
            .Select(member => member.GetString())
            .ShouldBe(["success", "data", "message", "timestamp"], ignoreOrder: true); // no error in a success
    }

    [Theory]
    [InlineData("/api/v1/docs")]
    [InlineData("/api/v1/redoc")]
    [InlineData("/api/docs")]
    [InlineData("/api/redoc")]
    public async Task Page_WithAllThatItLoads_ComesFromTheServerAlone(string path)
    {
        await using var server = await ServerFixture.StartAsync();

        using var page = await server.Http.GetAsync(server.At("console", path));
        var html = await page.Content.ReadAsStringAsync();

        page.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'; ");
        html.ShouldNotContain("http:");
        html.ShouldNotContain("https:");
        html.ShouldContain($"<base href=\"{path}/\">");
        var files = Loaded().Matches(html).Select(match => match.Groups["file"].Value).ToList();
        files.ShouldNotBeEmpty();
        foreach (var file in files)
        {
            using var answer = await server.Http.GetAsync(server.At("console", $"{path}/{file}"));
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, file);
        }

        var script = await server.Http.GetStringAsync(server.At("console", $"{path}/index.js"));
        script.ShouldContain($"\"{path[..path.LastIndexOf('/')]}/openapi.json\"");
    }

    [Fact]
    public async Task Page_OfReDoc_ReportsNothingToItsMakers()
    {
        await using var server = await ServerFixture.StartAsync();

        var script = await server.Http.GetStringAsync(server.At("console", "/api/v1/redoc/index.js"));

        script.ShouldContain("\"disableTelemetry\":true");
    }

    [Fact]
    public async Task File_ThatIsNoneOfThePages_IsNotFound()
    {
        await using var server = await ServerFixture.StartAsync();

        (await server.ExchangeAsync("console", "GET /api/v1/docs/nothing.js HTTP/1.1")).ShouldStartWith(
            "HTTP/1.1 404 Not Found\nContent-Type: application/problem+json\n"
        );
    }

    /// <summary>The kinds of JSON that a body may be and that have no example.</summary>
    private static IEnumerable<string> Unshown(JsonElement body) =>
        (body.TryGetProperty("content", out var content) ? content.EnumerateObject() : default)
            .Where(kind => kind.Name.EndsWith("json", StringComparison.Ordinal))
            .Where(kind => !kind.Value.TryGetProperty("examples", out _))
            .Select(kind => kind.Name);

    [GeneratedRegex("(src|rel=\"stylesheet\" href)=\"(?<file>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Loaded();
}
