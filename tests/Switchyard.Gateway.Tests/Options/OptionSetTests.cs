using Switchyard.Options;

namespace Switchyard.Gateway.Tests.Options;

public sealed class OptionSetTests
{
    [Fact]
    public void Key_OfNoOption_IsNamedWithItsSource()
    {
        var set = Given(("Dialects:Brocker:Listen", "http://127.0.0.1:1"));

        set.Problems.ShouldBe(["Dialects:Brocker:Listen: there is no such option (test)."]);
    }

    [Fact]
    public void Problems_OfSeveralOptions_AreAllNamed()
    {
        var set = Given(
            ("Engine:LeaseTime", "soon"),
            ("Retention:Failed", "-1d"),
            ("Dialects:Broker:RequireKeys", "maybe"),
            ("Dialects:Broker:TimeZone", "Mars/Olympus"),
            ("Dialects:Pull:Listen", "nowhere"),
            ("Engine:TypeAliases", "A;B,C"),
            ("Storage:Database", "mysql:secret")
        );
        NodeModelReader.Read(set, "data");

        set.Problems.ShouldBe(
            [
                "Engine:LeaseTime: 'soon' is not a time from 1s to 1h (test).",
                "Retention:Failed: '-1d' is not a time of at least 1s, or never (test).",
                "Dialects:Broker:RequireKeys: 'maybe' is not true or false (test).",
                "Dialects:Broker:TimeZone: 'Mars/Olympus' is no time zone that this machine knows (test).",
                "Dialects:Pull:Listen: 'nowhere' is not a URL that begins with http:// or https:// (test).",
                "Engine:TypeAliases: 'A;B,C' is not groups like A,B;C,D, each of two or more (test).",
                "Storage:Database: is neither sqlite nor a PostgreSQL database: it is no connection text: Format of the "
                    + "initialization string does not conform to specification starting at index 0 (test).",
            ],
            ignoreOrder: true
        );
    }

    [Fact]
    public void Source_Later_OverrulesAnEarlierOneWhole()
    {
        var set = new OptionSet(
            NodeOptions.All,
            [
                [
                    new("Dialects:Broker:AcceptedTypes:0", "A", "file"),
                    new("dialects:broker:acceptedtypes:1", "B", "file"),
                ],
                [new("Dialects:Broker:AcceptedTypes:0", "C", "environment")],
            ]
        );

        set.Get(NodeOptions.AcceptedTypes).ShouldBe(["C"]);
    }

    [Fact]
    public void List_ByCommasOrOneByOne_IsTheSame()
    {
        Given(("Dialects:Broker:AcceptedTypes", "A, B")).Get(NodeOptions.AcceptedTypes).ShouldBe(["A", "B"]);
        Given(("Dialects:Broker:AcceptedTypes:10", "B"), ("Dialects:Broker:AcceptedTypes:2", "A"))
            .Get(NodeOptions.AcceptedTypes)
            .ShouldBe(["A", "B"]);
    }

    [Theory]
    [InlineData("300", 300)]
    [InlineData("300s", 300)]
    [InlineData("5m", 300)]
    [InlineData("1500ms", 1.5)]
    [InlineData("0.5h", 1800)]
    [InlineData("1d", 86400)]
    [InlineData("00:05:00", 300)]
    public void Duration_InAnyForm_IsRead(string text, double seconds)
    {
        Given(("Dialects:Broker:TimeToLive", text)).Get(NodeOptions.TimeToLive).TotalSeconds.ShouldBe(seconds);
    }

    [Fact]
    public void Retention_Never_KeepsForEver()
    {
        Given(("Retention:Failed", "never")).Get(NodeOptions.KeepFailed).ShouldBeNull();
        Given().Get(NodeOptions.KeepFailed).ShouldBe(TimeSpan.FromDays(30));
    }

    [Fact]
    public void Secret_Refused_IsNotShown()
    {
        var set = Given(("Server:Certificate:Password", "hunter2"), ("Dialects:Console:Listen", "https://127.0.0.1:1"));
        NodeModelReader.Read(set, "data");

        set.Problems.ShouldBe(["Server:Certificate:Path: is needed, since a listener is https."]);
        set.Problems.ShouldAllBe(problem => !problem.Contains("hunter2"));
    }

    [Fact]
    public void Environment_WithoutASection_IsNoOption()
    {
        var variables = new System.Collections.Hashtable
        {
            ["SWITCHYARD_ADMIN_KEY"] = "secret",
            ["SWITCHYARD_Dialects__Broker__RateLimits__Enabled"] = "false",
            ["PATH"] = "/bin",
        };

        OptionSources
            .FromEnvironment(variables)
            .ShouldBe([
                new OptionEntry(
                    "Dialects:Broker:RateLimits:Enabled",
                    "false",
                    "SWITCHYARD_Dialects__Broker__RateLimits__Enabled"
                ),
            ]);
    }

    [Fact]
    public void File_WithSectionsAndLists_IsFlattened()
    {
        using var folder = new TempFolder();
        File.WriteAllText(
            folder["appsettings.json"],
            """
            { // the broker's
              "Dialects": { "Broker": { "RequireKeys": true, "AcceptedTypes": ["A", "B"], "MaxQueued": 10, } }
            }
            """
        );
        var problems = new List<string>();

        var read = OptionSources.FromFile(folder["appsettings.json"], problems);

        problems.ShouldBeEmpty();
        read.Select(entry => (entry.Key, entry.Value))
            .ShouldBe([
                ("Dialects:Broker:RequireKeys", "True"),
                ("Dialects:Broker:AcceptedTypes:0", "A"),
                ("Dialects:Broker:AcceptedTypes:1", "B"),
                ("Dialects:Broker:MaxQueued", "10"),
            ]);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    public void File_ThatIsNoJsonObject_IsAProblem(string text)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["appsettings.json"], text);
        var problems = new List<string>();

        OptionSources.FromFile(folder["appsettings.json"], problems).ShouldBeEmpty();

        problems.ShouldHaveSingleItem().ShouldStartWith(folder["appsettings.json"]);
    }

    private static OptionSet Given(params (string Key, string Value)[] entries) =>
        new(NodeOptions.All, [entries.Select(entry => new OptionEntry(entry.Key, entry.Value, "test"))]);
}
