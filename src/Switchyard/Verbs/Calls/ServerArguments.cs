using System.CommandLine;
using Switchyard.Client;

namespace Switchyard.Verbs.Calls;

/// <summary>What every verb that calls a server takes: where it is, a key, and in what form to answer.</summary>
internal sealed class ServerArguments
{
    private const string ServerVariable = "SWITCHYARD_SERVER";
    private static readonly string[] KeyVariables = ["SWITCHYARD_KEY", "SWITCHYARD_ADMIN_KEY"];

    private readonly Option<string?> _server = new("--server")
    {
        Description = $"The server's console listener; default {ServerVariable}, else {new ClientOptions().Server}.",
        HelpName = "URL",
    };

    private readonly Option<string?> _key = new("--key")
    {
        Description = $"The API key; default {string.Join(", else ", KeyVariables)}.",
        HelpName = "KEY",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Answer in JSON." };

    /// <summary>Gives a verb these options, and what it does.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="action">Its work; the answer is the exit code.</param>
    public static Command Complete(Command command, Func<ParseResult, Call, Task<int>> action)
    {
        var arguments = new ServerArguments();
        command.Add(arguments._server);
        command.Add(arguments._key);
        command.Add(arguments._json);
        command.SetAction((parsed, cancellation) => arguments.RunAsync(parsed, action, cancellation));
        return command;
    }

    private async Task<int> RunAsync(
        ParseResult parsed,
        Func<ParseResult, Call, Task<int>> action,
        CancellationToken cancellation
    )
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        var server = parsed.GetValue(_server) ?? Variable(ServerVariable);
        if (!TryServer(server, out var address))
        {
            await error.WriteLineAsync($"switchyard: {server} is no URL of a server, like http://127.0.0.1:8080.");
            return ExitCode.Usage;
        }

        var options = new ClientOptions
        {
            Server = address,
            Key = parsed.GetValue(_key) ?? KeyVariables.Select(Variable).FirstOrDefault(key => key is not null),
        };
        using var client = new SwitchyardClient(options);
        var call = new Call(client, options, parsed.GetValue(_json), output, error, cancellation);
        return await call.GuardAsync(() => action(parsed, call));
    }

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static bool TryServer(string? text, out Uri address)
    {
        address = new ClientOptions().Server;
        if (text is null)
        {
            return true;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var given) && given.Scheme is "http" or "https")
        {
            address = given;
            return true;
        }

        return false;
    }
}
