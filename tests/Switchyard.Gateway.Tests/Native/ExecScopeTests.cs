using System.Net;
using Switchyard.Gateway.Tests.Serving;

namespace Switchyard.Gateway.Tests.Native;

/// <summary>Jobs that run commands, by every door that makes jobs.</summary>
public sealed class ExecScopeTests
{
    private const string Shell = """{"type":"shell","payload":{"command":"true"}}""";

    [Fact]
    public async Task ShellJob_ByAKey_NeedsTheScopeExec()
    {
        await using var server = await ServerFixture.StartAsync();
        var without = await server.CreateKeyAsync("submit");
        var with = await server.CreateKeyAsync("submit exec");

        var (refused, problem) = await server.SendAsync(HttpMethod.Post, "console", "/api/v1/jobs", Shell, without);
        var (made, _) = await server.SendAsync(HttpMethod.Post, "console", "/api/v1/jobs", Shell, with);

        refused.ShouldBe(HttpStatusCode.Forbidden);
        problem.GetProperty("code").GetString().ShouldBe("forbidden");
        problem
            .GetProperty("detail")
            .GetString()
            .ShouldBe("Jobs of type 'shell' run commands: they need a key with the scope exec.");
        made.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task ShellJob_WhereItIsNotEnabled_IsRefusedToAll()
    {
        await using var server = await ServerFixture.StartAsync(("Worker:Executors", "http"));

        var (status, problem) = await server.SendAsync(HttpMethod.Post, "console", "/api/v1/jobs", Shell);

        status.ShouldBe(HttpStatusCode.Forbidden);
        problem
            .GetProperty("detail")
            .GetString()
            .ShouldBe("Jobs of type 'shell' run commands, which the operator has not enabled.");
    }

    [Fact]
    public async Task ShellJob_ByTheBrokersDoor_IsRefusedInItsWords()
    {
        await using var server = await ServerFixture.StartAsync();

        var (status, answer) = await server.SendAsync(
            HttpMethod.Post,
            "broker",
            "/createTask",
            """{"task":{"type":"shell","command":"true"}}""",
            await server.CreateKeyAsync("submit")
        );

        status.ShouldBe(HttpStatusCode.OK);
        answer.GetProperty("errorId").GetInt32().ShouldBe(23);
    }
}
