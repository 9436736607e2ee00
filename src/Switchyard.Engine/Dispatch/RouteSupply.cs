using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Dispatch;

/// <summary>
/// How many jobs of each route a claim may hope for: the kept counts, plus what the round itself submits, less what is
/// promised already. A route that gave less than was hoped for is dry until a job of it becomes pending again, so that a
/// wrong count (or another node's claims) cannot make the loop spin. Guarded by the dispatcher's lock.
/// </summary>
internal sealed class RouteSupply
{
    private readonly LaneTable lanes;
    private readonly Dictionary<int, RouteStock> byRoute = [];
    private readonly Dictionary<int, RouteStock> byLane = [];

    // Only routes that someone serves and that may have something: a round costs nothing for the others.
    private readonly List<RouteStock> wet = [];

    public RouteSupply(LaneTable lanes)
    {
        this.lanes = lanes;
        foreach (var (route, pending) in lanes.PendingByRoute())
        {
            Of(route).Pending = pending;
        }
    }

    /// <summary>All routes.</summary>
    public IEnumerable<RouteStock> All => byRoute.Values;

    /// <summary>Routes that someone serves and that may have something.</summary>
    public IReadOnlyList<RouteStock> Wet => wet;

    /// <summary>The stock of a route.</summary>
    public RouteStock Of(JobRoute route)
    {
        if (!byRoute.TryGetValue(route.Id, out var stock))
        {
            byRoute[route.Id] = stock = new RouteStock(route);
        }

        return stock;
    }

    /// <summary>Looks at a route from now on if there is reason to: its stock or who serves it has changed.</summary>
    public void List(RouteStock stock)
    {
        if (!stock.IsListed && stock.Classes.Count > 0 && stock.Pending + stock.Submitted > 0)
        {
            stock.IsListed = true;
            wet.Add(stock);
        }
    }

    /// <summary>Counts what a round submits.</summary>
    public void Begin(Round round)
    {
        foreach (var submission in round.Submissions)
        {
            foreach (var job in submission.Jobs)
            {
                if (!job.Draft && job.Delay <= TimeSpan.Zero)
                {
                    var stock = OfLane(job.Lane.Id);
                    stock.Submitted++;
                    List(stock);
                }
            }
        }
    }

    /// <summary>The round is over, one way or the other.</summary>
    public void End(Round round)
    {
        foreach (var submission in round.Submissions)
        {
            foreach (var job in submission.Jobs)
            {
                OfLane(job.Lane.Id).Submitted = 0;
            }
        }

        for (var i = wet.Count - 1; i >= 0; i--)
        {
            var stock = wet[i];
            stock.Promised = 0;
            if (stock.Pending <= 0 || stock.Classes.Count == 0)
            {
                stock.IsListed = false;
                wet[i] = wet[^1];
                wet.RemoveAt(wet.Count - 1);
            }
        }
    }

    /// <summary>Takes a durable change in.</summary>
    public void Note(in Transition change)
    {
        if (change.From == JobState.Pending)
        {
            OfLane(change.LaneId).Pending--;
        }

        if (change.To == JobState.Pending)
        {
            var stock = OfLane(change.LaneId);
            stock.Pending++;
            stock.IsDry = false;
            List(stock);
        }
    }

    /// <summary>Takes in what a recount found missing, or counted too often.</summary>
    public void Correct(IReadOnlyList<LaneCount> differences)
    {
        foreach (var (lane, _, difference) in differences.Where(entry => entry.State == JobState.Pending))
        {
            var stock = OfLane(lane);
            stock.Pending += difference;
            stock.IsDry = false;
            List(stock);
        }
    }

    /// <summary>This route gave less than was asked of it.</summary>
    public void NoteDry(int route) => byRoute[route].IsDry = true;

    /// <summary>Looks at all of them again.</summary>
    public void ForgetDry()
    {
        foreach (var stock in wet)
        {
            stock.IsDry = false;
        }
    }

    private RouteStock OfLane(int lane)
    {
        if (!byLane.TryGetValue(lane, out var stock))
        {
            byLane[lane] = stock = Of(lanes.Get(lane).Route);
        }

        return stock;
    }
}
