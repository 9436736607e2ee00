using Switchyard.Gateway.Listeners;
using Switchyard.Gateway.Tests.Serving;
using Switchyard.Options;

namespace Switchyard.Gateway.Tests.Options;

public sealed class WorkerReaderTests
{
    private const string Everywhere = "http://0.0.0.0:0";

    [Fact]
    public void Worker_OnLoopback_DoesAll()
    {
        var model = ServerFixture.Read("data", ("Worker:MaxTasks", "3"));

        model.Worker.ShouldNotBeNull().MaxTasks.ShouldBe(3);
        model.Worker.Types.ShouldBe(["shell", "http", "python"]);
        model.Worker.AllowPrivateNetwork.ShouldBeTrue();
        model.Engine.EnabledExecTypes.ShouldBe(["shell", "http", "python"]);
    }

    [Fact]
    public void Worker_BeyondLoopback_RunsNoCommandsAndStaysOutOfTheNetwork()
    {
        var model = ServerFixture.Read("data", ("Worker:MaxTasks", "3"), ("Dialects:Console:Listen", Everywhere));

        model.Worker.ShouldNotBeNull().Types.ShouldBe(["http"]);
        model.Worker.AllowPrivateNetwork.ShouldBeFalse();
        model.Engine.EnabledExecTypes.ShouldNotContain("shell");
    }

    [Fact]
    public void Commands_NamedBeyondLoopback_AreEnabled()
    {
        var model = ServerFixture.Read(
            "data",
            ("Worker:MaxTasks", "3"),
            ("Worker:Executors", "shell"),
            ("Dialects:Console:Listen", Everywhere)
        );

        model.Worker.ShouldNotBeNull().Types.ShouldBe(["shell"]);
        model.Engine.EnabledExecTypes.ShouldBe(["shell"]);
    }

    [Theory]
    [InlineData("0", "shell")]
    [InlineData("3", "none")]
    public void Worker_ThatIsOff_IsNone(string maxTasks, string executors) =>
        ServerFixture
            .Read("data", ("Worker:MaxTasks", maxTasks), ("Worker:Executors", executors))
            .Worker.ShouldBeNull();

    [Fact]
    public void Commands_WithAnOpenListenerBeyondLoopback_AreRefused()
    {
        var problems = Problems(
            ("Worker:Executors", "http,shell"),
            ("Dialects:Broker:Listen", Everywhere),
            ("Dialects:Broker:AllowAnonymous", "true")
        );

        problems
            .ShouldHaveSingleItem()
            .ShouldContain(
                "Worker:Executors: has shell, and the listener broker is open to everybody at http://0.0.0.0"
            );
    }

    [Theory]
    [InlineData("Worker:Executors", "shell,perl", "'perl' is no executor: there are shell, http, python")]
    [InlineData("Worker:Roots", "/no/such/folder", "'/no/such/folder' is no absolute path of a folder")]
    [InlineData("Worker:Roots", "tmp", "'tmp' is no absolute path of a folder")]
    [InlineData("Worker:KillGrace", "9s", "a time from 0s to 8s")]
    public void Value_ThatIsWrong_IsNamed(string key, string value, string problem) =>
        Problems((key, value)).ShouldHaveSingleItem().ShouldContain(problem);

    private static IReadOnlyList<string> Problems(params (string Key, string Value)[] options)
    {
        var set = new OptionSet(
            NodeOptions.All,
            [
                ListenerNames.All.Select(name => new OptionEntry($"Dialects:{name}:Listen", "http://127.0.0.1:0", "")),
                options.Select(option => new OptionEntry(option.Key, option.Value, "test")),
            ]
        );
        NodeModelReader.Read(set, "data");
        return set.Problems;
    }
}
