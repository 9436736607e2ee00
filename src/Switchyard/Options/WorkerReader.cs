using Switchyard.Contracts.Executors;
using Switchyard.Gateway.Listeners;
using Switchyard.Worker;

namespace Switchyard.Options;

/// <summary>Makes the node's own worker of options, and refuses what would let strangers run commands.</summary>
internal static class WorkerReader
{
    /// <summary>The executors that are enabled.</summary>
    public static IReadOnlyList<string> ReadExecutors(OptionSet set, IReadOnlyList<ListenerModel> listeners)
    {
        if (set.Get(WorkerOptions.Executors) is not { } given)
        {
            return listeners.All(listener => listener.Url.IsLoopback) ? ExecutorTypes.All : [ExecutorTypes.Http];
        }

        foreach (var unknown in given.Except(ExecutorTypes.All))
        {
            set.Refuse(
                WorkerOptions.Executors.Info,
                $"'{unknown}' is no executor: there are {string.Join(", ", ExecutorTypes.All)}"
            );
        }

        var commands = given.Intersect(ExecutorTypes.Commands).ToArray();
        foreach (var open in listeners.Where(listener => !listener.RequiresKeys && !listener.Url.IsLoopback))
        {
            if (commands.Length > 0)
            {
                set.Refuse(
                    WorkerOptions.Executors.Info,
                    $"has {string.Join(" and ", commands)}, and the listener {open.Name} is open to everybody at "
                        + $"{open.Url}: leave them out, require keys, or listen on a loopback address"
                );
            }
        }

        return given;
    }

    /// <summary>The worker; null for none.</summary>
    public static WorkerModel? Read(
        OptionSet set,
        IReadOnlyList<string> executors,
        IReadOnlyList<ListenerModel> listeners
    )
    {
        var max = (int)(set.Get(WorkerOptions.MaxTasks) ?? 2 * Environment.ProcessorCount);
        var name = set.Get(WorkerOptions.Name);
        if (name.Length > 255)
        {
            set.Refuse(WorkerOptions.Name.Info, "is longer than 255 characters");
        }

        var tags = set.Get(WorkerOptions.Tags);
        if (tags.Count > 64 || tags.Any(tag => tag.Length > 64))
        {
            set.Refuse(WorkerOptions.Tags.Info, "has more than 64 tags, or one that is longer than 64 characters");
        }

        var roots = set.Get(WorkerOptions.Roots);
        foreach (var root in roots.Where(root => !Path.IsPathRooted(root) || !Directory.Exists(root)))
        {
            set.Refuse(WorkerOptions.Roots.Info, $"'{root}' is no absolute path of a folder");
        }

        var model = new WorkerModel
        {
            Name = name,
            MaxTasks = max,
            Types = executors,
            Tags = tags,
            Roots = roots,
            AllowPrivateNetwork =
                set.Get(WorkerOptions.AllowPrivateNetwork) ?? listeners.All(listener => listener.Url.IsLoopback),
            MaxOutputBytes = (int)(set.Get(WorkerOptions.MaxOutputBytes) ?? 0),
            KillGrace = set.Get(WorkerOptions.KillGrace),
        };
        return max == 0 || executors.Count == 0 ? null : model;
    }
}
