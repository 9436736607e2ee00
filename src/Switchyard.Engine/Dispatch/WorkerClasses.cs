using Switchyard.Engine.Jobs;
using Switchyard.Engine.Workers;

namespace Switchyard.Engine.Dispatch;

/// <summary>The workers in service, grouped by what they can do. Guarded by the dispatcher's lock.</summary>
internal sealed class WorkerClasses(LaneTable lanes, TypeAliases aliases)
{
    private readonly Dictionary<string, WorkerClass> classes = new(StringComparer.Ordinal);

    /// <summary>No worker at all.</summary>
    public bool IsEmpty => classes.Count == 0;

    /// <summary>Puts a worker in service.</summary>
    public void Add(WorkerSession session)
    {
        var key = KeyOf(session.Hello);
        if (!classes.TryGetValue(key, out var workers))
        {
            workers = new WorkerClass(
                aliases.Canonical(session.Hello.Types),
                session.Hello.Tags.ToHashSet(StringComparer.Ordinal)
            );
            foreach (var route in lanes.Routes)
            {
                workers.Offer(route, aliases.Canonical(route.Type));
            }

            classes[key] = workers;
        }

        workers.Workers.Add(session);
    }

    /// <summary>Takes a worker out of service.</summary>
    public void Remove(WorkerSession session)
    {
        var key = KeyOf(session.Hello);
        if (classes.TryGetValue(key, out var workers) && workers.Workers.Remove(session) && workers.Workers.Count == 0)
        {
            classes.Remove(key);
        }
    }

    /// <summary>Notes a new route.</summary>
    public void Offer(JobRoute route)
    {
        var type = aliases.Canonical(route.Type);
        foreach (var (_, workers) in classes)
        {
            workers.Offer(route, type);
        }
    }

    /// <summary>The least loaded worker that can do something of what there is; null when there is none.</summary>
    public (WorkerClass Class, WorkerSession Worker)? LeastLoaded(RouteSupply supply)
    {
        (WorkerClass Class, WorkerSession Worker)? best = null;
        foreach (var (_, workers) in classes)
        {
            if (
                supply.HasAny(workers.Routes)
                && workers.LeastLoaded() is { } worker
                && (best is null || WorkerClass.IsBefore(worker, best.Value.Worker))
            )
            {
                best = (workers, worker);
            }
        }

        return best;
    }

    /// <summary>The workers that serve a route, and how many do its type but lack its tags.</summary>
    public (List<WorkerSession> Able, int Untagged) Serving(JobRoute route)
    {
        var type = aliases.Canonical(route.Type);
        var able = new List<WorkerSession>();
        var untagged = 0;
        foreach (var (_, workers) in classes)
        {
            if (workers.Routes.Contains(route.Id))
            {
                able.AddRange(workers.Workers);
            }
            else if (workers.Does(type))
            {
                untagged += workers.Workers.Count;
            }
        }

        return (able, untagged);
    }

    private string KeyOf(WorkerHello hello) =>
        string.Join('\n', aliases.Canonical(hello.Types).Order(StringComparer.Ordinal))
        + "\n\n"
        + string.Join('\n', hello.Tags.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
}
