using System.Collections.Concurrent;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Jobs;

/// <summary>
/// The lanes and their live counts, in memory. Counts are written by the round loop alone, as rounds become durable,
/// and read by anyone.
/// </summary>
internal sealed class LaneTable(ILaneStore store) : IDisposable
{
    private readonly ConcurrentDictionary<LaneKey, Lane> byKey = new();
    private readonly ConcurrentDictionary<int, LaneEntry> byId = new();
    private readonly ConcurrentDictionary<int, JobRoute> routes = new();
    private readonly ConcurrentDictionary<long, OwnerTally> owners = new();
    private readonly Lock adding = new();
    private readonly SemaphoreSlim interning = new(1);
    private long unfinished;

    /// <summary>Called with each route that is new to this node, before any job of it is stored.</summary>
    public event Action<JobRoute>? RouteAdded;

    /// <summary>Jobs of any owner that have not ended.</summary>
    public long Unfinished => Volatile.Read(ref unfinished);

    /// <summary>Reads lanes and counts; once, before the first round.</summary>
    public async ValueTask LoadAsync(CancellationToken cancellation)
    {
        await ReadAsync(cancellation);
        foreach (var (lane, state, count) in await store.CountsAsync(cancellation))
        {
            Change(byId[lane], state, count);
            ChangeUnfinished(byId[lane], count * IsUnfinished(state));
        }
    }

    /// <summary>Reads the lanes that there are now.</summary>
    public async ValueTask ReadAsync(CancellationToken cancellation)
    {
        foreach (var lane in await store.ListAsync(cancellation))
        {
            Add(lane);
        }
    }

    /// <summary>Whether a lane is known: another node may have added some since they were read.</summary>
    public bool Knows(int id) => byId.ContainsKey(id);

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

    /// <summary>All routes, with their jobs that are claimable now.</summary>
    public IEnumerable<(JobRoute Route, long Pending)> PendingByRoute() =>
        byId.Values.GroupBy(
            entry => entry.Lane.Route.Id,
            (_, lanes) =>
                (lanes.First().Lane.Route, lanes.Sum(lane => Volatile.Read(ref lane.Counts[(int)JobState.Pending])))
        );

    /// <summary>An owner's jobs that have not ended.</summary>
    public long UnfinishedOf(long owner) =>
        owners.TryGetValue(owner, out var tally) ? Volatile.Read(ref tally.Unfinished) : 0;

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

            ChangeUnfinished(entry, IsUnfinished(change.To) - IsUnfinished(change.From));
        }
    }

    /// <summary>Adds what a recount found missing, or counted too often.</summary>
    public void Correct(IReadOnlyList<LaneCount> differences)
    {
        foreach (var (lane, state, difference) in differences)
        {
            Change(byId[lane], state, difference);
            ChangeUnfinished(byId[lane], difference * IsUnfinished(state));
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

    /// <summary>How many jobs match by door, owner, type, tag and state; the query's other filters are not looked at.</summary>
    public long Count(JobQuery query)
    {
        var count = 0L;
        foreach (var (_, entry) in byId)
        {
            for (var state = JobState.Draft; Accepts(query, entry.Lane) && state <= JobState.Cancelled; state++)
            {
                count += query.States?.Contains(state) == false ? 0 : Volatile.Read(ref entry.Counts[(int)state]);
            }
        }

        return count;
    }

    /// <inheritdoc/>
    public void Dispose() => interning.Dispose();

    private async ValueTask<Lane?> InternSlowlyAsync(
        LaneKey key,
        IReadOnlyList<string> tags,
        CancellationToken cancellation
    )
    {
        // One at a time: of a thousand who bring the first jobs of a type one asks the store.
        await interning.WaitAsync(cancellation);
        try
        {
            return byKey.TryGetValue(key, out var known) ? known
                : await store.InternAsync(key.Dialect, key.Owner, key.Type, tags, cancellation) is { } lane ? Add(lane)
                : null;
        }
        finally
        {
            interning.Release();
        }
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

            if (routes.TryAdd(lane.Route.Id, lane.Route))
            {
                RouteAdded?.Invoke(lane.Route);
            }

            byId[lane.Id] = new LaneEntry(lane, owners.GetOrAdd(lane.Owner, _ => new OwnerTally()));
            byKey[key] = lane;
            return lane;
        }
    }

    private static bool Accepts(JobQuery query, Lane lane) =>
        (query.Dialect ?? lane.Dialect) == lane.Dialect
        && (query.Owner ?? lane.Owner) == lane.Owner
        && (query.Type ?? lane.Route.Type) == lane.Route.Type
        && (query.Tag is null || lane.Route.Tags.Contains(query.Tag));

    private static int IsUnfinished(JobState? state) => state is { } known && !known.IsFinished() ? 1 : 0;

    private static void Change(LaneEntry entry, JobState state, long delta) =>
        Volatile.Write(ref entry.Counts[(int)state], entry.Counts[(int)state] + delta);

    private void ChangeUnfinished(LaneEntry entry, long delta)
    {
        if (delta != 0)
        {
            Volatile.Write(ref unfinished, unfinished + delta);
            Volatile.Write(ref entry.Owner.Unfinished, entry.Owner.Unfinished + delta);
        }
    }

    private readonly record struct LaneKey(Dialect Dialect, long Owner, string Type, string Tags);

    private sealed class OwnerTally
    {
        public long Unfinished;
    }

    private sealed record LaneEntry(Lane Lane, OwnerTally Owner)
    {
        public long[] Counts { get; } = new long[(int)JobState.Cancelled + 1];
    }
}
