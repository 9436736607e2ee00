using System.Net;
using Switchyard.EndToEnd.Tests.Servers;

namespace Switchyard.EndToEnd.Tests.Starts;

public sealed class DataFolderTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly TempFolder _data = new();

    [Fact]
    public async Task Serve_OnAFolderInUse_RefusesAndNamesIt()
    {
        var setup = new ServerSetup(_data.Path);
        await using var first = await Server.StartAsync(setup);
        await using var second = Server.Launch(new ServerSetup(_data.Path));

        (await second.ExitAsync(Limit)).ShouldNotBe(0);

        second.Said.ShouldContain(_data.Path);
        second.Said.ShouldContain("in use");
        (await first.HealthAsync()).ShouldBe(HttpStatusCode.OK, "the first server goes on");
    }

    [Fact]
    public async Task Serve_WithoutAFolder_MakesOneThatIsItsUsersAlone()
    {
        await using var server = await Server.StartAsync(new ServerSetup(_data["new"]));

        File.GetUnixFileMode(_data["new"])
            .ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task Serve_AfterAKill_FindsTheFolderFree()
    {
        var setup = new ServerSetup(_data.Path);
        await using (var first = await Server.StartAsync(setup))
        {
            await first.KillAsync();
        }

        await using var second = await Server.StartAsync(setup);
        second.HasExited.ShouldBeFalse();
    }

    [Fact]
    public async Task Serve_OnANewerSchema_RefusesAndLeavesItAlone()
    {
        var setup = new ServerSetup(_data.Path);
        await using (var first = await Server.StartAsync(setup))
        {
            first.Terminate();
            (await first.ExitAsync(Limit)).ShouldBe(0, first.Said);
        }

        var database = Directory.GetFiles(_data.Path, "*.db").ShouldHaveSingleItem();
        await SqlAsync(
            database,
            "INSERT INTO migration SELECT max(number) + 1, '9999_from_the_future', 'none', 0 FROM migration"
        );
        var before = await SqlAsync(database, "SELECT * FROM migration");
        await using var second = Server.Launch(setup);

        (await second.ExitAsync(Limit)).ShouldNotBe(0);

        second.Said.ShouldContain("9999_from_the_future");
        second.Said.ShouldContain("newer");
        (await SqlAsync(database, "SELECT * FROM migration")).ShouldBe(before);
    }

    public void Dispose() => _data.Dispose();

    private static async Task<string> SqlAsync(string database, string sql)
    {
        var result = await new Command("sqlite3", database, sql).RunAsync();
        result.ExitCode.ShouldBe(0, result.Error);
        return result.Output;
    }
}
