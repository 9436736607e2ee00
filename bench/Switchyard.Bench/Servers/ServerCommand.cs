using System.Reflection;

namespace Switchyard.Bench.Servers;

/// <summary>How to run the executable once more, as a server to measure.</summary>
/// <param name="FileName">The program.</param>
/// <param name="FirstArguments">What goes before the verb: the assembly, when the program is <c>dotnet</c>.</param>
public sealed record ServerCommand(string FileName, IReadOnlyList<string> FirstArguments)
{
    /// <summary>The command that runs what runs now: the same file, the same runtime.</summary>
    public static ServerCommand OfThisProcess()
    {
        string program =
            Environment.ProcessPath ?? throw new InvalidOperationException("The path of this program is unknown.");
        return Path.GetFileNameWithoutExtension(program) == "dotnet" && Assembly.GetEntryAssembly() is { } entry
            ? new ServerCommand(program, [entry.Location])
            : new ServerCommand(program, []);
    }
}
