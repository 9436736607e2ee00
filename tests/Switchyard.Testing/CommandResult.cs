namespace Switchyard.Testing;

/// <summary>What a command left behind.</summary>
/// <param name="ExitCode">0 for success, 128 plus the signal's number for a killed one.</param>
/// <param name="Output">All of its standard output.</param>
/// <param name="Error">All of its standard error.</param>
public sealed record CommandResult(int ExitCode, string Output, string Error)
{
    /// <summary>The last line of the output, without its end.</summary>
    public string LastLine => Output.TrimEnd('\n').Split('\n')[^1];
}
