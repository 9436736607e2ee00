using System.Collections.Concurrent;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Jobs;

/// <summary>
/// The lanes and their live counts, in memory. Counts are written by the round loop alone, as rounds become durable,
/// and read by anyone.
/// </summary>
internal sealed class LaneTable(ILaneStore store)
{
    private readonly ConcurrentDictionary<LaneKey, Lane> byKey = new();
    private readonly ConcurrentDictionary<int, LaneEntry> byId = new();
    private readonly ConcurrentDictionary<int, PendingRoute> routes = new();
    private readonly ConcurrentDictionary<long, long> unfinishedByOwner = new();
    private readonly Lock adding = new();
    private long unfinished;

    /// <summary>Called with each route that is new to this node, before any job of it is stored.</summary>
    public event Action<JobRoute>? RouteAdded;

    /// <summary>Jobs of any owner that have not ended.</summary>
    public long Unfinished => Volatile.Read(ref unfinished);

    /// <summary>All routes known to this node.</summary>
    public IEnumerable<JobRoute> Routes => routes.Values.Select(pending => pending.Route);

    /// <summary>Reads lanes and counts; once, before the first round.</summary>
    public async ValueTask LoadAsync(CancellationToken cancellation)
    {
        foreach (var lane in await store.ListAsync(cancellation))
        {
            Add(lane);
        }

        foreach (var (lane, state, count) in await store.CountsAsync(cancellation))
        {
            Change(byId[lane], state, count);
        }
    }

    /// <summary>The lane of these; null when there are too many already.</summary>
    public ValueTask<Lane?> InternAsync(
        Dialect dialect,
        long owner,
        string type,
        IReadOnlyList<string> tags,
        CancellationToken cancellation
    )
    {
        var key = new LaneKey(dialect, owner, type, tags.Count == 0 ? "" : string.Join('\n', tags));
        return byKey.TryGetValue(key, out var lane) ? new(lane) : InternSlowlyAsync(key, tags, cancellation);
    }

    /// <summary>A known lane.</summary>
    public Lane Get(int id) => byId[id].Lane;

    /// <summary>Jobs of a route that are claimable now, as far as this node knows.</summary>
    public long Pending(int route) => routes.TryGetValue(route, out var pending) ? pending.Count : 0;

    /// <summary>An owner's jobs that have not ended.</summary>
    public long UnfinishedOf(long owner) => unfinishedByOwner.GetValueOrDefault(owner);

    /// <summary>Adds a durable round's changes.</summary>
    public void Apply(IReadOnlyList<Transition> transitions)
    {
        foreach (var change in transitions)
        {
            var entry = byId[change.LaneId];
            if (change.From is { } from)
            {
                Change(entry, from, -1);
            }

            if (change.To is { } to)
            {
                Change(entry, to, 1);
            }
        }
    }

    /// <summary>Sums the counts of the lanes that match.</summary>
    public JobCounts Count(Dialect? dialect, long? owner)
    {
        var counts = new JobCounts();
        foreach (var (_, entry) in byId)
        {
            if ((dialect is null || entry.Lane.Dialect == dialect) && (owner is null || entry.Lane.Owner == owner))
            {
                for (var state = JobState.Draft; state <= JobState.Cancelled; state++)
                {
                    counts[state] += Volatile.Read(ref entry.Counts[(int)state]);
                }
            }
        }

        return counts;
    }

    private async ValueTask<Lane?> InternSlowlyAsync(
        LaneKey key,
        IReadOnlyList<string> tags,
        CancellationToken cancellation
    )
    {
        var lane = await store.InternAsync(key.Dialect, key.Owner, key.Type, tags, cancellation);
        return lane is null ? null : Add(lane);
    }

    private Lane Add(Lane lane)
    {
        var key = new LaneKey(lane.Dialect, lane.Owner, lane.Route.Type, string.Join('\n', lane.Route.Tags));
        lock (adding)
        {
            if (byKey.TryGetValue(key, out var known))
            {
                return known;
            }

            var pending = routes.GetValueOrDefault(lane.Route.Id);
            if (pending is null)
            {
                pending = new PendingRoute(lane.Route);
                routes[lane.Route.Id] = pending;
                RouteAdded?.Invoke(lane.Route);
            }

            byId[lane.Id] = new LaneEntry(lane, pending);
            byKey[key] = lane;
            return lane;
        }
    }

    private void Change(LaneEntry entry, JobState state, long delta)
    {
        Volatile.Write(ref entry.Counts[(int)state], entry.Counts[(int)state] + delta);
        if (state == JobState.Pending)
        {
            entry.Pending.Count += delta;
        }

        if (!state.IsFinished())
        {
            Volatile.Write(ref unfinished, unfinished + delta);
            unfinishedByOwner[entry.Lane.Owner] = unfinishedByOwner.GetValueOrDefault(entry.Lane.Owner) + delta;
        }
    }

    private readonly record struct LaneKey(Dialect Dialect, long Owner, string Type, string Tags);

    private sealed class PendingRoute(JobRoute route)
    {
        public JobRoute Route => route;

        public long Count;
    }

    private sealed record LaneEntry(Lane Lane, PendingRoute Pending)
    {
        public long[] Counts { get; } = new long[(int)JobState.Cancelled + 1];
    }
}
