using System.Text.RegularExpressions;

namespace Switchyard.Architecture.Tests.Sources;

/// <summary>The rules of the sources. Each takes files, so that a test can plant one that breaks it.</summary>
internal static partial class SourceRules
{
    public const int MaxLines = 300;

    private static readonly string[] EmptyNames = ["Services", "Helpers", "Common", "Utils", "Utilities", "Misc"];

    /// <summary>A name that says nothing gathers what has no other home.</summary>
    public static IEnumerable<string> NamesThatSayNothing(IEnumerable<SourceFile> files) =>
        from file in files
        from name in file.Folders.Append(file.Stem)
        where EmptyNames.Contains(name, StringComparer.OrdinalIgnoreCase)
        select $"{file.Path}: '{name}' says nothing; name the feature.";

    public static IEnumerable<string> FilesTooLong(IEnumerable<SourceFile> files) =>
        from file in files
        where file.IsCSharp
        let lines = file.Text.AsSpan().Count('\n')
        where lines > MaxLines
        select $"{file.Path}: {lines} lines, over {MaxLines}; find the seam.";

    public static IEnumerable<string> FilesNotNamedAfterTheirType(IEnumerable<SourceFile> files) =>
        from file in files
        where file.IsCSharp && file.Stem != "Program"
        let type = TypeDeclaration().Match(file.Text)
        where type.Success && type.Groups["name"].Value != file.Stem
        select $"{file.Path}: its first type is {type.Groups["name"].Value}; name the file after it.";

    public static IEnumerable<string> NamespacesThatAreNotFolders(IEnumerable<SourceFile> files) =>
        from file in files
        where file.IsCSharp && file.Folders.Length >= 2
        let expected = string.Join('.', file.Folders.Skip(1))
        let actual = NamespaceDeclaration().Match(file.Text)
        where actual.Success && actual.Groups["name"].Value != expected
        select $"{file.Path}: the namespace is {actual.Groups["name"].Value}; its folder says {expected}.";

    /// <summary>
    /// SQL lives in the drivers, as text in their code or as embedded files; and in the bench where a driver is held
    /// against a store used bare.
    /// </summary>
    public static IEnumerable<string> SqlOutsideDrivers(IEnumerable<SourceFile> files) =>
        from file in files
        where
            file.IsProduct
            && !file.Path.StartsWith("src/Switchyard.Storage.", StringComparison.Ordinal)
            && !file.Path.StartsWith("bench/Switchyard.Bench/Stores/", StringComparison.Ordinal)
        from place in file.Path.EndsWith(".sql", StringComparison.Ordinal) ? [file.Path]
        : file.IsCSharp
            ? file.CodeLines.Where(line => Sql().IsMatch(line.Text)).Select(line => $"{file.Path}:{line.Number}")
        : []
        select $"{place}: SQL belongs to a driver (src/Switchyard.Storage.*).";

    /// <summary>A dialect calls the engine and no other dialect.</summary>
    public static IEnumerable<string> DialectsThatKnowEachOther(IEnumerable<SourceFile> files) =>
        from file in files
        let own = DialectPath().Match(file.Path)
        where own.Success && file.IsCSharp
        from line in file.CodeLines
        from Match other in DialectNamespace().Matches(line.Text)
        where other.Groups["name"].Value != own.Groups["name"].Value
        select $"{file.Path}:{line.Number}: the {own.Groups["name"].Value} dialect must not know {other.Value}.";

    /// <summary>An event id is what an operator filters by: each log message has one, and none has two meanings.</summary>
    public static IEnumerable<string> LogEventsWithoutAnIdOfTheirOwn(IEnumerable<SourceFile> files)
    {
        var messages = (
            from file in files
            where file.IsProduct && file.IsCSharp
            from Match message in LogMessage().Matches(file.Text)
            select (file.Path, Id: message.Groups["id"].Value)
        ).ToList();
        var unnumbered =
            from message in messages
            where message.Id.Length == 0
            select $"{message.Path}: a [LoggerMessage] without an event id.";
        var shared =
            from message in messages
            where message.Id.Length > 0
            group message.Path by message.Id into uses
            where uses.Count() > 1
            select $"{string.Join(", ", uses.Distinct())}: event id {uses.Key} is used {uses.Count()} times.";
        return unnumbered.Concat(shared);
    }

    public static IEnumerable<string> TestsNotNamedByTheirParts(IEnumerable<SourceFile> files) =>
        from file in files
        where file.IsCSharp && !file.IsProduct
        from Match test in TestMethod().Matches(file.Text)
        let name = test.Groups["name"].Value
        where name.Count(letter => letter == '_') != 2
        select $"{file.Path}: {name} is not Subject_Condition_Result.";

    /// <summary>A path of the machine that a change was written on means nothing on the next one.</summary>
    public static IEnumerable<string> PathsOfOneMachine(IEnumerable<SourceFile> files) =>
        from file in files
        from line in file.Text.Split('\n').Select((text, index) => (Text: text, Number: index + 1))
        let path = MachinePath().Match(line.Text)
        where path.Success
        select $"{file.Path}:{line.Number}: {path.Value} is a path of one machine.";

    [GeneratedRegex(
        @"^\s*(?:(?:public|internal|private|file|static|sealed|abstract|partial|readonly|ref|unsafe)\s+)*(?:class|record\s+struct|record|struct|interface|enum|delegate\s+[\w<>?\[\], ]+)\s+(?<name>\w+)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex(
        @"^namespace\s+(?<name>[\w.]+)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex NamespaceDeclaration();

    [GeneratedRegex(
        @"\b(SELECT\s.*\bFROM\b|INSERT\s+(OR\s+\w+\s+)?INTO\b|UPDATE\s+\w+\s+SET\b|DELETE\s+FROM\b|CREATE\s+(TABLE|INDEX)\b|PRAGMA\s+\w+)",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Sql();

    [GeneratedRegex(
        @"^src/Switchyard\.Gateway/Dialects/(?<name>\w+)/",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex DialectPath();

    [GeneratedRegex(@"\bDialects\.(?<name>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DialectNamespace();

    [GeneratedRegex(
        @"\[LoggerMessage\(\s*(EventId\s*=\s*)?(?<id>\d*)",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex LogMessage();

    [GeneratedRegex(
        @"\[(Fact|Theory)\b.*?\bpublic\s+(async\s+)?[\w<>]+\s+(?<name>\w+)\(",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex TestMethod();

    [GeneratedRegex(
        @"(?<![\w.}*])/(home|Users|root|work|workspace|mnt)/\w+|\.\./shared/",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex MachinePath();
}
