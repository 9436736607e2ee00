using Switchyard.Architecture.Tests.Projects;

namespace Switchyard.Architecture.Tests.Sources;

/// <summary>The repository as it stands on disk, without what is built or fetched.</summary>
internal static class SourceTree
{
    private static readonly string[] Skipped = [".git", "artifacts", "node_modules", "bin", "obj", "data"];

    private static readonly string[] TextKinds =
    [
        ".cs",
        ".csproj",
        ".props",
        ".targets",
        ".slnx",
        ".sql",
        ".md",
        ".json",
        ".txt",
        ".sh",
        ".yml",
        ".js",
        ".ts",
        ".py",
        "",
    ];

    public static IReadOnlyList<SourceFile> Files { get; } = [.. Read(new DirectoryInfo(RepositoryRoot.Path))];

    public static IReadOnlyList<ProjectFile> Projects { get; } =
    [
        .. Files
            .Where(file => file.Path.EndsWith(".csproj", StringComparison.Ordinal))
            .Select(file => ProjectFile.Parse(file.Path, file.Text)),
    ];

    private static IEnumerable<SourceFile> Read(DirectoryInfo folder) =>
        folder
            .EnumerateFiles()
            .Where(file => TextKinds.Contains(file.Extension) && file.Name != ".git")
            .Select(file => new SourceFile(
                Path.GetRelativePath(RepositoryRoot.Path, file.FullName).Replace('\\', '/'),
                File.ReadAllText(file.FullName)
            ))
            .Concat(folder.EnumerateDirectories().Where(child => !Skipped.Contains(child.Name)).SelectMany(Read));
}
