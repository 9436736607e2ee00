using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Dispatch;

/// <summary>
/// How many jobs of each route a claim may hope for: the kept counts, plus what the round itself submits, less what is
/// promised already. A route that gave less than was hoped for is dry until a job of it becomes pending again, so that a
/// wrong count (or another node's claims) cannot make the loop spin.
/// </summary>
internal sealed class RouteSupply(LaneTable lanes)
{
    private readonly HashSet<int> dry = [];
    private readonly Dictionary<int, long> adjusted = [];

    /// <summary>Starts the account of a round.</summary>
    public void Begin(Round? round)
    {
        adjusted.Clear();
        foreach (var submission in round?.Submissions ?? [])
        {
            foreach (var job in submission.Jobs)
            {
                if (!job.Draft && job.Delay <= TimeSpan.Zero)
                {
                    Add(job.Lane.Route.Id, 1);
                }
            }
        }
    }

    /// <summary>Whether any of the routes has something.</summary>
    public bool HasAny(IReadOnlyList<int> routes)
    {
        foreach (var route in routes)
        {
            if (Available(route) > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Those of the routes that have something.</summary>
    public List<int> Wet(IReadOnlyList<int> routes)
    {
        var wet = new List<int>();
        foreach (var route in routes)
        {
            if (Available(route) > 0)
            {
                wet.Add(route);
            }
        }

        return wet;
    }

    /// <summary>Promises one job of these routes.</summary>
    public void TakeOne(IReadOnlyList<int> routes)
    {
        foreach (var route in routes)
        {
            if (Available(route) > 0)
            {
                Add(route, -1);
                return;
            }
        }
    }

    /// <summary>Takes a durable change in.</summary>
    public void Note(in Transition change)
    {
        if (change.To == JobState.Pending && dry.Count > 0)
        {
            dry.Remove(lanes.Get(change.LaneId).Route.Id);
        }
    }

    /// <summary>These gave less than was asked of them.</summary>
    public void NoteDry(IReadOnlyList<int> routes) => dry.UnionWith(routes);

    /// <summary>Looks at all of them again.</summary>
    public void ForgetDry() => dry.Clear();

    private long Available(int route) =>
        (dry.Contains(route) ? 0 : lanes.Pending(route)) + adjusted.GetValueOrDefault(route);

    private void Add(int route, long delta) => adjusted[route] = adjusted.GetValueOrDefault(route) + delta;
}
