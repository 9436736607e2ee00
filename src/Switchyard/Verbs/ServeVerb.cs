using System.Collections;
using System.CommandLine;
using Microsoft.Extensions.Logging;
using Switchyard.Engine.Storage;
using Switchyard.Hosting;
using Switchyard.Options;

namespace Switchyard.Verbs;

/// <summary><c>switchyard serve</c>: runs a node until it is told to stop.</summary>
internal static class ServeVerb
{
    public static Command Create()
    {
        var data = new Option<string>("--data")
        {
            Description = "Folder that holds everything this node writes.",
            HelpName = "DIR",
            DefaultValueFactory = _ => "data",
        };
        var database = new Option<string?>("--database")
        {
            Description = "Where jobs are kept: sqlite (in the data folder).",
            HelpName = "sqlite",
        };
        var listen = new Option<string[]>("--listen")
        {
            Description = "Where a listener (console, broker, learning, pull, solver) is served; off: nowhere.",
            HelpName = "NAME=URL",
        };
        var command = new Command("serve", "Run a node.") { data, database, listen };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(
                    new ServeOptions(
                        parsed.GetRequiredValue(data),
                        parsed.GetValue(database),
                        parsed.GetValue(listen) ?? []
                    ),
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
        var adminKey = (string?)environment[AdminKey.Variable];
        var problems = adminKey is null ? set.Problems : [.. set.Problems, .. AdminKey.Problems(adminKey)];
        if (problems.Count > 0)
        {
            foreach (var problem in problems)
            {
                await console.Error.WriteLineAsync($"switchyard: {problem}");
            }

            return ExitCode.Configuration;
        }

        using var loggers = NodeLogging.Create(model.LogLevel, TimeProvider.System);
        var logger = loggers.CreateLogger<Node>();
        Node node;
        try
        {
            node = await Node.StartAsync(model, adminKey, TimeProvider.System, loggers, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCode.Success;
        }
        catch (Exception exception)
            when (exception is IOException or StorageFatalException or StorageUnavailableException)
        {
            await console.Error.WriteLineAsync($"switchyard: {exception.Message}");
            return ExitCode.CannotStart;
        }

        if (node.NewAdminKey is { } key)
        {
            await console.Output.WriteLineAsync($"Admin key, shown this once: {key}");
        }

        return await ServeAsync(node, model, logger, stop);
    }

    private static async Task<int> ServeAsync(Node node, NodeModel model, ILogger logger, CancellationToken stop)
    {
        foreach (var key in model.Ignored)
        {
            logger.Ignored(key);
        }

        foreach (var listener in model.Gateway.Listeners)
        {
            var who = listener.RequiresKeys ? "keys needed" : "open to callers without a key";
            logger.Listening(listener.Name, node.Addresses[listener.Name], who);
        }

        logger.Ready();
        var stopped = new TaskCompletionSource();
        await using (stop.Register(stopped.SetResult))
        {
            if (await Task.WhenAny(stopped.Task, node.Fatal) == node.Fatal)
            {
                // What is durable is unknown: nothing more may be written, and nobody answered.
                logger.Fatal(node.Fatal.Exception?.InnerException);
                return ExitCode.Fatal;
            }
        }

        await node.StopAsync();
        await node.DisposeAsync();
        return ExitCode.Success;
    }
}
