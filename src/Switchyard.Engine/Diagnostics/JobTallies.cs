using System.Collections.Concurrent;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Diagnostics;

/// <summary>
/// What became of jobs, by door and type. Counted whether anybody looks or not: an addition a change costs less than the
/// question. Written by the round loop alone, read by anyone.
/// </summary>
internal sealed class JobTallies(LaneTable lanes)
{
    /// <summary>Types that are told apart. Clients choose them, and every series that a metric ever had stays for ever.</summary>
    internal const int MaxTypes = 100;

    /// <summary>What all further types are counted as.</summary>
    internal const string OtherTypes = "other";

    private readonly ConcurrentDictionary<(Dialect Dialect, string Type), JobTally> byName = new();
    private readonly HashSet<string> types = new(StringComparer.Ordinal);
    private JobTally?[] byLane = [];

    /// <summary>All of them.</summary>
    public IEnumerable<((Dialect Dialect, string Type) Name, JobTally Tally)> All =>
        byName.Select(entry => (entry.Key, entry.Value));

    /// <summary>Counts a durable round's changes.</summary>
    public void Add(IReadOnlyList<Transition> changes)
    {
        foreach (var change in changes)
        {
            Of(change.LaneId).Add(change.From, change.To, change.Reason);
        }
    }

    private JobTally Of(int lane) => lane < byLane.Length && byLane[lane] is { } tally ? tally : Find(lane);

    private JobTally Find(int id)
    {
        if (id >= byLane.Length)
        {
            Array.Resize(ref byLane, Math.Max(id + 1, byLane.Length * 2));
        }

        var lane = lanes.Get(id);
        var type = lane.Route.Type;
        var isNamed = types.Contains(type) || (types.Count < MaxTypes && types.Add(type));
        return byLane[id] = byName.GetOrAdd((lane.Dialect, isNamed ? type : OtherTypes), static _ => new JobTally());
    }
}
