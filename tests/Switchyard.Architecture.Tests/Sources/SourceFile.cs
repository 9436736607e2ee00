namespace Switchyard.Architecture.Tests.Sources;

/// <summary>A text file of the repository.</summary>
/// <param name="Path">From the root, with slashes.</param>
/// <param name="Text">All of it.</param>
internal sealed record SourceFile(string Path, string Text)
{
    public bool IsCSharp => Path.EndsWith(".cs", StringComparison.Ordinal);

    public bool IsProduct =>
        Path.StartsWith("src/", StringComparison.Ordinal) || Path.StartsWith("bench/", StringComparison.Ordinal);

    /// <summary>The file's name up to its first dot: <c>Batcher</c> of <c>Batcher.Log.cs</c>.</summary>
    public string Stem => System.IO.Path.GetFileName(Path).Split('.')[0];

    /// <summary>The folders between the root and the file.</summary>
    public string[] Folders => Path.Split('/')[..^1];

    /// <summary>The lines that are code, with their numbers from 1: whole-line comments are left out.</summary>
    public IEnumerable<(int Number, string Text)> CodeLines =>
        Text.Split('\n')
            .Select((line, index) => (index + 1, line))
            .Where(line => !line.line.TrimStart().StartsWith("//", StringComparison.Ordinal));
}
