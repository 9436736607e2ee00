using System.Net;
using System.Text.RegularExpressions;
using Switchyard.Gateway.Tests.Serving;

namespace Switchyard.Gateway.Tests.Metrics;

[Collection<AloneInTheProcess>]
public sealed partial class MetricsPageTests
{
    private static readonly (string, string) On = ("Telemetry:Metrics", "true");

    [Fact]
    public async Task Page_AfterSomeWork_IsPrometheusTextThatSaysSo()
    {
        await using var server = await ServerFixture.StartAsync(On);
        await GetAsync(server, ServerFixture.AdminKey); // begins to collect
        await server.SendAsync(HttpMethod.Post, "console", "/api/v1/jobs", """{"type":"paint \"it\"\\","payload":1}""");

        var (status, type, page) = await GetAsync(server, ServerFixture.AdminKey);

        status.ShouldBe(HttpStatusCode.OK);
        type.ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        var lines = page.TrimEnd('\n').Split('\n');
        lines.ShouldAllBe(line => Line().IsMatch(line));
        lines.ShouldContain("""switchyard_tasks_enqueued_total{dialect="native",type="paint \"it\"\\"} 1""");
        lines.ShouldContain("# TYPE switchyard_tasks_enqueued_total counter");
        lines.ShouldContain("# TYPE switchyard_tasks gauge");
        lines.ShouldContain("# TYPE switchyard_round_duration_seconds histogram");
        lines.ShouldContain(line => line.StartsWith("http_server_request_duration_seconds_count{"));
        lines.ShouldContain(line => line.StartsWith("dotnet_process_cpu_time_seconds_total"));
        lines.Where(line => line.StartsWith("# TYPE")).ShouldBeUnique();
    }

    [Fact]
    public async Task Histogram_OnThePage_IsCumulativeAndComplete()
    {
        await using var server = await ServerFixture.StartAsync(On);
        await GetAsync(server, ServerFixture.AdminKey); // begins to collect
        await server.SendAsync(HttpMethod.Post, "console", "/api/v1/jobs", """{"type":"t"}""");

        // A round is counted after those who waited for it are answered.
        var page = "";
        await Eventually.HoldsAsync(
            "a round is counted",
            async () =>
            {
                (_, _, page) = await GetAsync(server, ServerFixture.AdminKey);
                return page.Contains("switchyard_round_duration_seconds_count ");
            }
        );
        var buckets = page.Split('\n')
            .Where(line => line.StartsWith("switchyard_round_duration_seconds_bucket{"))
            .Select(line => long.Parse(line.Split(' ')[1]))
            .ToList();
        buckets.ShouldBeInOrder();
        page.ShouldContain($"switchyard_round_duration_seconds_bucket{{le=\"+Inf\"}} {buckets[^1]}\n");
        page.ShouldContain($"switchyard_round_duration_seconds_count {buckets[^1]}\n");
    }

    [Theory]
    [InlineData(null, HttpStatusCode.OK)] // from this machine
    [InlineData("nobodys-key", HttpStatusCode.Unauthorized)]
    [InlineData("read submit work", HttpStatusCode.Forbidden)]
    [InlineData("metrics", HttpStatusCode.OK)]
    public async Task Page_WhereKeysAreNeeded_NeedsTheScope(string? scopes, HttpStatusCode expected)
    {
        await using var server = await ServerFixture.StartAsync(On);
        var key = scopes is null or "nobodys-key" ? scopes : await server.CreateKeyAsync(scopes);

        (await GetAsync(server, key)).Status.ShouldBe(expected);
    }

    [Fact]
    public async Task Page_WhereCallersNeedNoKey_IsOpen()
    {
        await using var server = await ServerFixture.StartAsync(On, ("Dialects:Console:RequireKeys", "false"));

        (await GetAsync(server, null)).Status.ShouldBe(HttpStatusCode.OK);
        var key = await server.CreateKeyAsync("submit");
        (await GetAsync(server, key)).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Page_MetricsAreOff_IsNotFound()
    {
        await using var server = await ServerFixture.StartAsync();

        (await GetAsync(server, ServerFixture.AdminKey)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task<(HttpStatusCode Status, string? Type, string Page)> GetAsync(
        ServerFixture server,
        string? key
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, server.At("console", "/metrics"));
        if (key is not null)
        {
            request.Headers.Add("X-API-Key", key);
        }

        using var answer = await server.Http.SendAsync(request);
        return (
            answer.StatusCode,
            answer.Content.Headers.ContentType?.ToString(),
            await answer.Content.ReadAsStringAsync()
        );
    }

    [GeneratedRegex(
        """^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{([a-z_]+="([^"\\]|\\.)*",?)*\})? [-+0-9.eEInf]+)$""",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Line();
}
