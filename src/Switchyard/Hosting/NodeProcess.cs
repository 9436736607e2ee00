using System.CommandLine;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Switchyard.Engine.Storage;
using Switchyard.Options;

namespace Switchyard.Hosting;

/// <summary>A node as a process: what it prints, and the code it ends with.</summary>
internal sealed class NodeProcess(NodeModel model, string? adminKey, InvocationConfiguration console)
{
    /// <summary>Runs the node until it is told to stop, or its store fails for good.</summary>
    /// <param name="stop">SIGTERM or Ctrl+C.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        using var loggers = NodeLogging.Create(model.LogLevel, model.LogFormat, TimeProvider.System);
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
            when (exception is IOException or SocketException or StorageFatalException or StorageUnavailableException)
        {
            await console.Error.WriteLineAsync($"switchyard: {exception.Message}{Advice(exception)}");
            return ExitCode.CannotStart;
        }

        if (node.NewAdminKey is { } key)
        {
            await console.Output.WriteLineAsync($"Admin key, shown this once: {key}");
        }

        Introduce(node, logger);
        return await ServeAsync(node, logger, stop);
    }

    private void Introduce(Node node, ILogger logger)
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
    }

    private static async Task<int> ServeAsync(Node node, ILogger logger, CancellationToken stop)
    {
        var told = new TaskCompletionSource();
        await using (stop.Register(told.SetResult))
        {
            if (await Task.WhenAny(told.Task, node.Fatal) == node.Fatal)
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

    // Kestrel names the address: "Failed to bind to address http://127.0.0.1:8000: address already in use."
    private string Advice(Exception exception)
    {
        var listener = model.Gateway.Listeners.FirstOrDefault(listener =>
            exception is IOException or SocketException
            && exception.Message.Contains($":{listener.Url.Port}", StringComparison.Ordinal)
        );
        return listener is null
            ? ""
            : $" Serve it elsewhere with --listen {listener.Name}=URL, or not: {listener.Name}=off.";
    }
}
