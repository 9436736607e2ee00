using System.Globalization;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Workers;

namespace Switchyard.Engine.Dispatch;

/// <summary>The workers in service, grouped by what they can do. Guarded by the dispatcher's lock.</summary>
internal sealed class WorkerClasses(RouteSupply supply, TypeAliases aliases)
{
    private readonly Dictionary<string, WorkerClass> classes = new(StringComparer.Ordinal);

    /// <summary>Puts a worker in service.</summary>
    public void Add(WorkerSession session)
    {
        var key = KeyOf(session);
        if (!classes.TryGetValue(key, out var workers))
        {
            classes[key] = workers = new WorkerClass(
                aliases.Canonical(session.Hello.Types),
                session.Hello.Tags.ToHashSet(StringComparer.Ordinal),
                session.LeaseTime
            );
            foreach (var stock in supply.All)
            {
                Offer(workers, stock);
            }
        }

        workers.Workers.Add(session);
        session.Class = workers;
    }

    /// <summary>Takes a worker out of service.</summary>
    public void Remove(WorkerSession session)
    {
        if (session.Class is not { } workers)
        {
            return;
        }

        session.Class = null;
        workers.Workers.Remove(session);
        if (workers.Workers.Count == 0)
        {
            classes.Remove(KeyOf(session));
            foreach (var stock in supply.All)
            {
                stock.Classes.Remove(workers);
            }
        }
    }

    /// <summary>Notes a new route.</summary>
    public void Offer(JobRoute route)
    {
        var stock = supply.Of(route);
        foreach (var (_, workers) in classes)
        {
            Offer(workers, stock);
        }
    }

    /// <summary>The workers that serve a route, and how many do its type but lack its tags.</summary>
    public (List<WorkerSession> Able, int Untagged) Serving(JobRoute route)
    {
        var stock = supply.Of(route);
        var type = aliases.Canonical(route.Type);
        var untagged = 0;
        foreach (var (_, workers) in classes)
        {
            if (workers.Does(type) && !stock.Classes.Contains(workers))
            {
                untagged += workers.Workers.Count;
            }
        }

        return ([.. stock.Classes.SelectMany(workers => workers.Workers)], untagged);
    }

    private void Offer(WorkerClass workers, RouteStock stock)
    {
        // A class and a route that come at the same moment meet twice.
        if (workers.CanServe(stock.Route, aliases.Canonical(stock.Route.Type)) && !stock.Classes.Contains(workers))
        {
            stock.Classes.Add(workers);
            supply.List(stock);
        }
    }

    private string KeyOf(WorkerSession session) =>
        string.Join('\n', aliases.Canonical(session.Hello.Types).Order(StringComparer.Ordinal))
        + "\n\n"
        + string.Join('\n', session.Hello.Tags.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        + "\n\n"
        + session.LeaseTime.Ticks.ToString(CultureInfo.InvariantCulture);
}
