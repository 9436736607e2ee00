using System.Collections;
using System.CommandLine;
using Switchyard.Hosting;
using Switchyard.Options;
using Switchyard.Verbs.Calls;

namespace Switchyard.Verbs;

/// <summary><c>switchyard serve</c>: runs a node until it is told to stop.</summary>
internal static class ServeVerb
{
    public static Command Create()
    {
        var arguments = new ServeArguments();
        var command = new Command("serve", "Run a node.");
        arguments.AddTo(command);
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(
                    arguments.Read(parsed),
                    Environment.GetEnvironmentVariables(),
                    parsed.InvocationConfiguration,
                    cancellation
                )
        );
        return command;
    }

    /// <param name="options">The command line.</param>
    /// <param name="environment">The variables.</param>
    /// <param name="console">Where the admin key and problems are written.</param>
    /// <param name="stop">Told to stop: SIGTERM or Ctrl+C.</param>
    private static async Task<int> RunAsync(
        ServeOptions options,
        IDictionary environment,
        InvocationConfiguration console,
        CancellationToken stop
    )
    {
        var set = options.Read(Environment.CurrentDirectory, environment);
        var model = NodeModelReader.Read(set, options.DataFolder);
        // Set and empty is as good as not set: what a compose file makes of a variable that nobody gave.
        var adminKey = (string?)environment[AdminKey.Variable] is { Length: > 0 } given ? given : null;
        var problems = adminKey is null ? set.Problems : [.. set.Problems, .. AdminKey.Problems(adminKey)];
        foreach (var problem in problems)
        {
            await console.Error.WriteLineAsync($"switchyard: {problem}");
        }

        return problems.Count > 0
            ? ExitCode.Configuration
            : await new NodeProcess(model, adminKey, console).RunAsync(stop);
    }
}
