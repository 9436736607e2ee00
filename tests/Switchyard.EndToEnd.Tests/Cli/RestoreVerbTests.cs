using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Switchyard.Storage.Postgres;

namespace Switchyard.EndToEnd.Tests.Cli;

/// <summary>What <c>restore</c> takes, and what it says of a PostgreSQL database.</summary>
public sealed class RestoreVerbTests
{
    [Fact]
    public async Task Restore_OfADatabase_SaysWhatComesNext()
    {
        Assert.SkipWhen(PostgresCluster.Missing is not null, PostgresCluster.Missing ?? "");
        var cluster = await PostgresCluster.SharedAsync();
        var name = await cluster.CreateDatabaseAsync();
        var storage = await PostgresStorage.OpenAsync(
            new PostgresStorageOptions { Database = cluster.UrlOf(name) },
            NullLogger<PostgresStorage>.Instance,
            CancellationToken.None
        );

        var refused = await CliServer.RunAnywhereAsync("restore", "--database", cluster.UrlOf(name));
        await storage.DisposeAsync();
        var raised = await CliServer.RunAnywhereAsync("restore", "--database", cluster.UrlOf(name), "--json");

        refused.ExitCode.ShouldBe(1);
        refused.Error.ShouldContain("stop every node first");
        raised.ExitCode.ShouldBe(0, raised.Error);
        var answer = JsonElement.Parse(raised.Output);
        answer.GetProperty("jobs").GetInt64().ShouldBe(0);
        answer.GetProperty("next_job").GetInt64().ShouldBeGreaterThan(3_000_000_000);
        answer.GetProperty("next_token").GetInt64().ShouldBeGreaterThan(3_000_000_000);
        answer.GetProperty("taken_at").GetDateTimeOffset().Year.ShouldBeGreaterThan(2000);
        (await CliServer.RunAnywhereAsync("restore", "--database", cluster.UrlOf(name))).Output.ShouldContain(
            "0 jobs as of"
        );
    }

    [Fact]
    public async Task Restore_OfADatabaseThatDoesNotAnswer_SaysSoWithoutThePassword()
    {
        var result = await CliServer.RunAnywhereAsync(
            "restore",
            "--database",
            "postgres://me:hush-hush@127.0.0.1:1/jobs"
        );

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("cannot be reached");
        (result.Output + result.Error).ShouldNotContain("hush-hush");
    }

    [Theory]
    [InlineData(2, "restore")]
    [InlineData(2, "restore", "--data", "new")]
    [InlineData(2, "restore", "nightly.db")]
    [InlineData(2, "restore", "nightly.db", "--data", "new", "--database", "postgres://db")]
    [InlineData(78, "restore", "--database", "mysql")]
    public async Task Restore_OfWhatMakesNoSense_IsRefused(int code, params string[] arguments)
    {
        var result = await CliServer.RunAnywhereAsync(arguments);

        result.ExitCode.ShouldBe(code);
        result.Error.ShouldNotBeEmpty();
    }
}
