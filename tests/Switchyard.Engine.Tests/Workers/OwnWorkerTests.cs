using Switchyard.Engine.Accounts;
using Switchyard.Engine.Tests.Harness;
using Switchyard.Engine.Workers;
using Switchyard.Engine.Workers.Polling;

namespace Switchyard.Engine.Tests.Workers;

/// <summary>The server's own worker, whose name is nobody else's.</summary>
public sealed class OwnWorkerTests
{
    [Fact]
    public async Task Worker_UnderTheNameOfTheServersOwn_IsClosedAndGetsNothing()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var own = ConnectOwn(test);

        var other = test.Connect("built-in");

        (own.Closed, other.Closed).ShouldBe((null, WorkerCloseReason.Reserved));
        await test.SubmitAsync();
        await own.NextAsync();
        other.Given.ShouldBe(0);
        await other.Session.DisposeAsync();
        test.Engine.Workers.List().ShouldHaveSingleItem().IsOnline.ShouldBeTrue();
    }

    [Fact]
    public async Task Worker_ThatAsksUnderTheNameOfTheServersOwn_IsDeniedToAdminsToo()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var own = ConnectOwn(test);

        new PollingWorker(test, "built-in", Actor.Node.Caller).Register().ShouldBe(PollingAccess.Denied);

        own.Closed.ShouldBeNull();
    }

    [Fact]
    public async Task ServersOwn_UnderTheNameOfAnother_ReplacesIt()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var other = test.Connect("built-in");

        var own = ConnectOwn(test);

        (own.Closed, other.Closed).ShouldBe((null, WorkerCloseReason.Replaced));
    }

    private static TestWorker ConnectOwn(EngineUnderTest test)
    {
        var own = new TestWorker(1);
        var hello = EngineUnderTest.Hello("built-in", caller: Actor.Node.Caller) with
        {
            Address = WorkerHello.OwnAddress,
        };
        own.Session = test.Engine.Workers.Connect(hello, own);
        return own;
    }
}
