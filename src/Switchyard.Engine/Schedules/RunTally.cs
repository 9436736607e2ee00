using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Schedules;

/// <summary>Hears of runs as rounds become durable: counts their ends, until the store is told, and notes who may have to be started.</summary>
internal sealed class RunTally(LaneTable lanes, TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly Dictionary<(DateOnly Day, long Owner), RunCounts> untold = [];
    private volatile bool isWaiting = true;

    /// <summary>Called when the turn of a waiting run may have come.</summary>
    public Action? TurnMayHaveCome { get; set; }

    /// <summary>Whether runs wait for others to end, as far as is known.</summary>
    public bool IsWaiting
    {
        get => isWaiting;
        set => isWaiting = value;
    }

    /// <summary>Today (UTC).</summary>
    public DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    /// <summary>Takes a durable change in; on the round loop.</summary>
    public void Note(in Transition change)
    {
        if (change.To is not { } state || !(state.IsFinished() || state == JobState.Draft))
        {
            return;
        }

        var lane = lanes.Get(change.LaneId);
        if (lane.Dialect != Dialect.Scheduler)
        {
            return;
        }

        if (state.IsFinished())
        {
            Add(new RunEnds(Today, lane.Owner, state == JobState.Succeeded ? new(1, 0) : new(0, 1)));
        }
        else
        {
            IsWaiting = true;
        }

        if (IsWaiting)
        {
            TurnMayHaveCome?.Invoke();
        }
    }

    /// <summary>Adds to what the store is to be told: what it could not be told before.</summary>
    public void Add(RunEnds ends)
    {
        lock (gate)
        {
            var key = (ends.Day, ends.Owner);
            var known = untold.GetValueOrDefault(key);
            untold[key] = new(known.Succeeded + ends.Counts.Succeeded, known.Failed + ends.Counts.Failed);
        }
    }

    /// <summary>Takes what the store is to be told.</summary>
    public IReadOnlyList<RunEnds> Take()
    {
        lock (gate)
        {
            RunEnds[] taken = [.. untold.Select(entry => new RunEnds(entry.Key.Day, entry.Key.Owner, entry.Value))];
            untold.Clear();
            return taken;
        }
    }

    /// <summary>What the store was not told yet.</summary>
    public RunCounts Untold(DateOnly day, long? owner)
    {
        lock (gate)
        {
            var counts = untold.Where(entry => entry.Key.Day == day && (owner ?? entry.Key.Owner) == entry.Key.Owner);
            return new(counts.Sum(entry => entry.Value.Succeeded), counts.Sum(entry => entry.Value.Failed));
        }
    }
}
