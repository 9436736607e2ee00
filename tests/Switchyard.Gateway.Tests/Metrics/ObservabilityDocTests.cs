using System.Text.RegularExpressions;
using Switchyard.Gateway.Tests.Serving;

namespace Switchyard.Gateway.Tests.Metrics;

/// <summary>docs/observability.md lists every metric of our own, as the program names it.</summary>
[Collection<AloneInTheProcess>]
public sealed partial class ObservabilityDocTests
{
    [Fact]
    public async Task Document_AndProgram_KnowTheSameMetrics()
    {
        await using var server = await ServerFixture.StartAsync(("Telemetry:Metrics", "true"));
        await PageAsync(server); // begins to collect
        await server.SendAsync(HttpMethod.Post, "console", "/api/v1/jobs", """{"type":"t"}""");
        var page = await PageAsync(server);

        var documented = Documented()
            .Matches(File.ReadAllText(RepositoryRoot.Combine("docs/observability.md")))
            .Select(match => match.Groups[1].Value)
            .ToList();

        documented.ShouldBeUnique();
        var shown = Shown().Matches(page).Select(match => match.Groups[1].Value).ToList();
        shown.Except(documented).ShouldBeEmpty("these are not in the document");
        // Those that have no series before something of the kind has happened.
        documented
            .Except(shown)
            .ShouldBeSubsetOf([
                "switchyard_attempts_retried_total",
                "switchyard_callback_duration_seconds",
                "switchyard_tasks_run_duration_seconds",
                "switchyard_tasks_dispatch_latency_seconds",
            ]);
    }

    private static async Task<string> PageAsync(ServerFixture server)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, server.At("console", "/metrics"));
        request.Headers.Add("X-API-Key", ServerFixture.AdminKey);
        using var answer = await server.Http.SendAsync(request);
        return await answer.Content.ReadAsStringAsync();
    }

    [GeneratedRegex(@"^\| `(switchyard_\w+)` \|", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Documented();

    [GeneratedRegex(@"^# TYPE (switchyard_\w+) ", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shown();
}
