namespace Switchyard.Architecture.Tests.Sources;

using Rule = Func<IEnumerable<SourceFile>, IEnumerable<string>>;

public sealed class SourceRulesTests
{
    private static readonly Dictionary<string, Rule> Rules = new()
    {
        [nameof(SourceRules.NamesThatSayNothing)] = SourceRules.NamesThatSayNothing,
        [nameof(SourceRules.FilesTooLong)] = SourceRules.FilesTooLong,
        [nameof(SourceRules.FilesNotNamedAfterTheirType)] = SourceRules.FilesNotNamedAfterTheirType,
        [nameof(SourceRules.NamespacesThatAreNotFolders)] = SourceRules.NamespacesThatAreNotFolders,
        [nameof(SourceRules.SqlOutsideDrivers)] = SourceRules.SqlOutsideDrivers,
        [nameof(SourceRules.DialectsThatKnowEachOther)] = SourceRules.DialectsThatKnowEachOther,
        [nameof(SourceRules.LogEventsWithoutAnIdOfTheirOwn)] = SourceRules.LogEventsWithoutAnIdOfTheirOwn,
        [nameof(SourceRules.TestsNotNamedByTheirParts)] = SourceRules.TestsNotNamedByTheirParts,
        [nameof(SourceRules.PathsOfOneMachine)] = SourceRules.PathsOfOneMachine,
    };

    public static TheoryData<string> RuleNames => [.. Rules.Keys];

    /// <summary>A rule, the path and text of a file that breaks it, and the same put right.</summary>
    public static TheoryData<string, string, string, string, string> Planted =>
        new()
        {
            { nameof(SourceRules.NamesThatSayNothing), "src/A/Helpers/Clock.cs", "", "src/A/Time/Clock.cs", "" },
            { nameof(SourceRules.NamesThatSayNothing), "src/A/Utils.cs", "", "src/A/Clock.cs", "" },
            { nameof(SourceRules.FilesTooLong), "src/A/Clock.cs", Lines(301), "src/A/Clock.cs", Lines(300) },
            {
                nameof(SourceRules.FilesNotNamedAfterTheirType),
                "src/A/Clock.cs",
                "internal readonly record struct Watch(int Hour);",
                "src/A/Watch.Log.cs",
                "internal static partial class Watch;"
            },
            {
                nameof(SourceRules.FilesNotNamedAfterTheirType),
                "src/A/Tick.cs",
                "public delegate ValueTask<int> Tock(int x);",
                "src/A/Tock.cs",
                "public delegate ValueTask<int> Tock(int x);"
            },
            {
                nameof(SourceRules.NamespacesThatAreNotFolders),
                "src/A/Time/Clock.cs",
                "namespace A;",
                "src/A/Time/Clock.cs",
                "namespace A.Time;"
            },
            {
                nameof(SourceRules.SqlOutsideDrivers),
                "src/Switchyard.Engine/Jobs/Jobs.cs",
                "x = \"DELETE FROM job\";",
                "src/Switchyard.Storage.Sqlite/Jobs.cs",
                "x = \"DELETE FROM job\";"
            },
            {
                nameof(SourceRules.SqlOutsideDrivers),
                "src/Switchyard.Gateway/extra.sql",
                "",
                "src/Switchyard.Storage.Sqlite/Migrations/0001.sql",
                ""
            },
            {
                nameof(SourceRules.DialectsThatKnowEachOther),
                "src/Switchyard.Gateway/Dialects/Broker/BrokerDialect.cs",
                "using Switchyard.Gateway.Dialects.Native;",
                "src/Switchyard.Gateway/Dialects/Broker/BrokerDialect.cs",
                "namespace Switchyard.Gateway.Dialects.Broker;"
            },
            {
                nameof(SourceRules.LogEventsWithoutAnIdOfTheirOwn),
                "src/A/Clock.cs",
                "[LoggerMessage(Level = LogLevel.Information)]",
                "src/A/Clock.cs",
                "[LoggerMessage(1000, LogLevel.Information)]"
            },
            {
                nameof(SourceRules.LogEventsWithoutAnIdOfTheirOwn),
                "src/A/Clock.cs",
                "[LoggerMessage(7)] [LoggerMessage(EventId = 7)]",
                "src/A/Clock.cs",
                "[LoggerMessage(7)] [LoggerMessage(EventId = 8)]"
            },
            {
                nameof(SourceRules.TestsNotNamedByTheirParts),
                "tests/A/ClockTests.cs",
                "[Fact]\npublic async Task It_works()",
                "tests/A/ClockTests.cs",
                "[Fact]\npublic async Task Clock_Moved_Ticks()"
            },
            {
                nameof(SourceRules.PathsOfOneMachine),
                "docs/notes.md",
                $"see /{"home"}/someone/notes",
                "docs/notes.md",
                "see /api/v1/jobs and ~/notes"
            },
        };

    [Theory]
    [MemberData(nameof(RuleNames))]
    public void Repository_AsItStands_Keeps(string rule) => Rules[rule](SourceTree.Files).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Planted))]
    public void Rule_BrokenByAPlantedFile_NamesItAndNotItsRepair(
        string rule,
        string path,
        string text,
        string repairedPath,
        string repairedText
    )
    {
        Rules[rule]([new SourceFile(path, text)]).ShouldHaveSingleItem().ShouldStartWith(path);
        Rules[rule]([new SourceFile(repairedPath, repairedText)]).ShouldBeEmpty();
    }

    [Fact]
    public void Rules_AllOfThem_HaveAPlantedFile() =>
        Planted.Select(row => row.Data.Item1).Distinct().ShouldBe(Rules.Keys, ignoreOrder: true);

    private static string Lines(int count) => string.Concat(Enumerable.Repeat("//\n", count));
}
