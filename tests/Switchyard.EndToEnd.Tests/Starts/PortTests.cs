using System.Net;
using Switchyard.EndToEnd.Tests.Servers;

namespace Switchyard.EndToEnd.Tests.Starts;

public sealed class PortTests
{
    [Fact]
    public async Task Serve_OnAPortInUse_SaysWhichInOneLine()
    {
        using var data = new TempFolder();
        using var other = new TempFolder();
        var setup = new ServerSetup(data.Path);
        await using var first = await Server.StartAsync(setup);
        await using var second = Server.Launch(setup with { Data = other.Path });

        (await second.ExitAsync(TimeSpan.FromSeconds(30))).ShouldNotBe(0);

        second.Said.ShouldContain("already in use. Serve it elsewhere with --listen console=URL");
        second.Said.ShouldNotContain("   at ", Case.Sensitive, "no stack trace");
        (await first.HealthAsync()).ShouldBe(HttpStatusCode.OK);
    }
}
