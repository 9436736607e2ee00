using Switchyard.Gateway.Listeners;
using Switchyard.Options;

namespace Switchyard.Gateway.Tests.Options;

public sealed class ListenerReaderTests
{
    [Theory]
    [InlineData("console", "http://127.0.0.1:1", null, null, true)]
    [InlineData("console", "http://127.0.0.1:1", "false", null, false)]
    [InlineData("console", "http://127.0.0.1:1", null, "true", false)]
    [InlineData("broker", "http://127.0.0.1:1", null, null, false)]
    [InlineData("broker", "http://127.0.0.1:1", "true", null, true)]
    [InlineData("broker", "http://127.0.0.1:1", null, "false", true)]
    [InlineData("broker", "http://*:1", null, null, true)]
    [InlineData("broker", "http://0.0.0.0:1", null, "true", false)]
    [InlineData("broker", "http://0.0.0.0:1", "false", "true", false)]
    [InlineData("solver", "http://localhost:1", null, null, false)]
    [InlineData("learning", "http://localhost:1", null, null, true)]
    [InlineData("pull", "http://localhost:1", null, null, true)]
    public void Keys_ByListenerAddressAndOptions_AreRequired(
        string listener,
        string url,
        string? require,
        string? anonymous,
        bool expected
    )
    {
        var set = Given(listener, url, require, anonymous);

        var model = ListenerReader.Read(set).Single(read => read.Name == listener);

        set.Problems.ShouldBeEmpty();
        model.RequiresKeys.ShouldBe(expected);
    }

    [Fact]
    public void Listener_BeyondLoopbackWithoutKeys_IsRefusedByName()
    {
        var set = Given("broker", "http://0.0.0.0:8000", "false", null);
        ListenerReader.Read(set);

        set.Problems.ShouldBe([
            "Dialects:Broker:RequireKeys: is false, and the listener broker would be open to everybody at "
                + "http://0.0.0.0:8000: set it to true, listen on a loopback address, or allow it with "
                + "Dialects:Broker:AllowAnonymous=true (test).",
        ]);
    }

    [Fact]
    public void Listener_WithAndWithoutKeys_IsRefused()
    {
        var set = Given("broker", "http://127.0.0.1:8000", "true", "true");
        ListenerReader.Read(set);

        set.Problems.ShouldBe([
            "Dialects:Broker:AllowAnonymous: is true, and so is Dialects:Broker:RequireKeys: decide for one (test).",
        ]);
    }

    [Fact]
    public void Listeners_OnOneUrl_AreRefused()
    {
        var set = Given("broker", "http://127.0.0.1:8080", null, null);
        ListenerReader.Read(set);

        set.Problems.ShouldBe([
            "Dialects:Broker:Listen: is where console is served: give one of them another port or a path of its own (test).",
        ]);
    }

    [Fact]
    public void Listeners_AllOff_AreRefused()
    {
        var set = new OptionSet(
            NodeOptions.All,
            [ListenerNames.All.Select(name => new OptionEntry($"Dialects:{name}:Listen", "off", "test"))]
        );

        ListenerReader.Read(set).ShouldBeEmpty();

        set.Problems.ShouldBe(["Every listener is off: nothing would be served."]);
    }

    [Fact]
    public void Defaults_OfAllListeners_AreTheNaturalPorts()
    {
        var set = new OptionSet(NodeOptions.All, []);

        ListenerReader
            .Read(set)
            .Select(listener => $"{listener.Name} {listener.Url} {listener.RequiresKeys}")
            .ShouldBe([
                "console http://127.0.0.1:8080 True",
                "broker http://127.0.0.1:8000 False",
                "learning http://127.0.0.1:8001 True",
                "pull http://127.0.0.1:8002 True",
                "solver http://127.0.0.1:8191 False",
            ]);
        set.Problems.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("app.example.com")]
    [InlineData("https://app.example.com/")]
    [InlineData("*")]
    public void Origin_ThatIsNone_IsRefused(string origin)
    {
        var set = new OptionSet(
            NodeOptions.All,
            [
                [new OptionEntry("Dialects:Learning:AllowedOrigins", origin, "test")],
            ]
        );
        ListenerReader.Read(set);

        set.Problems.ShouldBe([
            $"Dialects:Learning:AllowedOrigins: '{origin}' is no origin: write it like https://app.example.com (test).",
        ]);
    }

    private static OptionSet Given(string listener, string url, string? require, string? anonymous) =>
        new(
            NodeOptions.All,
            [
                new (string Name, string? Value)[]
                {
                    ("Listen", url),
                    ("RequireKeys", require),
                    ("AllowAnonymous", anonymous),
                }
                    .Where(option => option.Value is not null)
                    .Select(option => new OptionEntry($"Dialects:{listener}:{option.Name}", option.Value!, "test")),
            ]
        );
}
