using System.CommandLine;

namespace Switchyard.Verbs;

/// <summary>Runs one command line.</summary>
internal static class CommandLine
{
    /// <summary>Runs it to its end.</summary>
    /// <param name="arguments">As the process got them.</param>
    /// <param name="invocation">Its outputs, and how long it may take to stop.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, InvocationConfiguration invocation)
    {
        // A payload may begin with @: it is not the name of a file with more arguments.
        var parser = new ParserConfiguration { ResponseFileTokenReplacer = null };
        var parsed = RootVerb.Create().Parse(arguments, parser);
        var code = await parsed.InvokeAsync(invocation);
        return parsed.Errors.Count > 0 ? ExitCode.Usage : code;
    }
}
