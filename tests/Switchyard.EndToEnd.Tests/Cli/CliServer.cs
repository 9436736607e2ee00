using System.CommandLine;
using Switchyard.Client;
using Switchyard.EndToEnd.Tests.Servers;
using Switchyard.Verbs;

namespace Switchyard.EndToEnd.Tests.Cli;

/// <summary>A real server for the tests of one class, and its command line: run here, or as a process of its own.</summary>
public sealed class CliServer : IAsyncLifetime
{
    private readonly TempFolder _data = new();
    private Server? _server;

    internal ServerSetup Setup => _server!.Setup;

    /// <summary>Runs a verb in this process against the server, with its admin key.</summary>
    internal Task<CommandResult> RunAsync(params string[] arguments) => RunAnywhereAsync([.. Placed(arguments)]);

    /// <summary>Runs a command line in this process as it stands.</summary>
    internal static async Task<CommandResult> RunAnywhereAsync(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await CommandLine.RunAsync(
            arguments,
            new InvocationConfiguration { Output = output, Error = error }
        );
        return new CommandResult(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs the executable through a shell.</summary>
    internal Task<CommandResult> ShellAsync(string script) =>
        new Testing.Command("bash", "-c", script)
        {
            Environment = new Dictionary<string, string?>
            {
                ["SWITCHYARD_SERVER"] = Setup.Console.ToString(),
                ["SWITCHYARD_ADMIN_KEY"] = ServerSetup.AdminKey,
                ["S"] = "dotnet " + RepositoryRoot.Combine("artifacts/bin/Switchyard/release/switchyard.dll"),
            },
        }.RunAsync();

    internal ClientOptions Client => new() { Server = Setup.Console, Key = ServerSetup.AdminKey };

    public async ValueTask InitializeAsync() => _server = await Server.StartAsync(new ServerSetup(_data.Path));

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        _data.Dispose();
    }

    // Options go before a "--", behind which all is argument.
    private IEnumerable<string> Placed(string[] arguments)
    {
        var end = Array.IndexOf(arguments, "--");
        string[] place = ["--server", Setup.Console.ToString(), "--key", ServerSetup.AdminKey];
        return end < 0 ? [.. arguments, .. place] : [.. arguments[..end], .. place, .. arguments[end..]];
    }
}
