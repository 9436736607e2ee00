using System.Xml.Linq;

namespace Switchyard.Architecture.Tests.Projects;

/// <summary>What a project file says of its dependencies.</summary>
internal sealed record ProjectFile
{
    /// <summary>From the root, with slashes: <c>src/Switchyard.Engine/Switchyard.Engine.csproj</c>.</summary>
    public required string Path { get; init; }

    public required IReadOnlyList<string> Projects { get; init; }

    public required IReadOnlyList<string> Packages { get; init; }

    public required IReadOnlyList<string> Frameworks { get; init; }

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public bool IsTest => Path.StartsWith("tests/", StringComparison.Ordinal);

    public static ProjectFile Parse(string path, string text)
    {
        var items = XDocument.Parse(text).Descendants().ToLookup(item => item.Name.LocalName);
        return new ProjectFile
        {
            Path = path,
            Projects =
            [
                .. Included("ProjectReference").Select(include => System.IO.Path.GetFileNameWithoutExtension(include)),
            ],
            Packages = [.. Included("PackageReference")],
            Frameworks = [.. Included("FrameworkReference")],
        };

        IEnumerable<string> Included(string kind) =>
            items[kind].Select(item => item.Attribute("Include")?.Value).OfType<string>();
    }
}
