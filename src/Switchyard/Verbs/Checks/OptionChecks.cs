using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Switchyard.Gateway.Listeners;
using Switchyard.Hosting;
using Switchyard.Options;
using Switchyard.Storage.Sqlite;

namespace Switchyard.Verbs.Checks;

/// <summary>The options: what is wrong with them, what surprises in them, and whether their ports are free.</summary>
internal sealed class OptionChecks(OptionSet set, NodeModel model)
{
    /// <param name="isServed">Whether a server runs on the data folder: its ports are taken then, and rightly.</param>
    public IEnumerable<Check> All(bool isServed)
    {
        foreach (var problem in set.Problems)
        {
            yield return Check.Failure("options", problem);
        }

        foreach (var surprise in Surprises())
        {
            yield return Check.Warning("options", surprise);
        }

        if (set.Problems.Count == 0 && !Surprises().Any())
        {
            yield return Check.Ok("options", "Nothing wrong, nothing that surprises.");
        }

        foreach (var problem in AdminKeyProblems())
        {
            yield return Check.Failure("admin key", problem);
        }

        foreach (var listener in isServed ? [] : model.Gateway.Listeners)
        {
            yield return Port(listener);
        }
    }

    private IEnumerable<string> Surprises()
    {
        if (model.Synchronous != SqliteSynchronous.Full)
        {
            yield return $"{NodeOptions.Synchronous.Info.Key} is {model.Synchronous}: an acknowledged job may not survive a power cut.";
        }

        foreach (var listener in model.Gateway.Listeners.Where(listener => !listener.RequiresKeys))
        {
            if (!listener.Url.IsLoopback)
            {
                yield return $"The listener {listener.Name} at {listener.Url} is open to everybody.";
            }
        }

        if (model.LogLevel < LogLevel.Information)
        {
            yield return $"{NodeOptions.LogLevel.Info.Key} is {model.LogLevel}: it costs speed.";
        }

        if (model.Engine.Retention is { Succeeded: null } or { Failed: null } or { Cancelled: null })
        {
            yield return "Some finished jobs are kept for ever: the disk fills with them.";
        }

        foreach (var key in model.Ignored)
        {
            yield return $"{key} is without effect in this version.";
        }
    }

    private static IEnumerable<string> AdminKeyProblems() =>
        Environment.GetEnvironmentVariable(AdminKey.Variable) is { Length: > 0 } key ? AdminKey.Problems(key) : [];

    private static Check Port(ListenerModel listener)
    {
        var name = $"port of {listener.Name}";
        try
        {
            using var probe = new TcpListener(listener.Url.Address ?? IPAddress.Any, listener.Url.Port);
            probe.Start();
            return Check.Ok(name, $"{listener.Url} is free.");
        }
        catch (SocketException taken)
        {
            return Check.Failure(name, $"{listener.Url}: {taken.Message}");
        }
    }
}
