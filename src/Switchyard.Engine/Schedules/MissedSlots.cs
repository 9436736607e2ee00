using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Schedules;

/// <summary>Decides what becomes of a due slot, and of those that nobody was up for.</summary>
internal sealed class MissedSlots
{
    /// <summary>Slots of one schedule that are made up for, from one downtime.</summary>
    internal const int MaxMadeUp = 1_000;

    /// <summary>A slot that is older is not the one that is made up for.</summary>
    internal static readonly TimeSpan OneWithin = TimeSpan.FromHours(1);

    /// <summary>Another node may be about to fire a slot that fell due before this one was up; not after so long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private readonly Dictionary<long, int> madeUp = [];

    /// <summary>What is to be done.</summary>
    /// <param name="due">The schedule, at a slot.</param>
    /// <param name="definition">What it is.</param>
    /// <param name="calendar">Its calendar.</param>
    /// <param name="upSince">Since when slots are looked after: those due before were missed.</param>
    /// <param name="now">The time.</param>
    public DueSlot Decide(
        StoredSchedule due,
        ScheduleDefinition definition,
        ICalendar calendar,
        DateTimeOffset upSince,
        DateTimeOffset now
    )
    {
        var slot = due.Slot!.Value;
        if (definition.DueAt(slot) >= upSince)
        {
            madeUp.Remove(due.Id);
            return Fire(slot);
        }

        switch (definition.CatchUp)
        {
            case CatchUp.None:
                return now - definition.DueAt(slot) < Patience ? Fire(slot) : Drop();
            case CatchUp.One:
                return LastMissed() is { } last ? Fire(last) : Drop();
            default:
                var so = madeUp[due.Id] = madeUp.GetValueOrDefault(due.Id) + 1;
                return so <= MaxMadeUp ? Fire(slot) : Drop();
        }

        DueSlot Fire(DateTimeOffset fired) => new(fired, MoveTo(calendar.Next(fired)));

        // To the first slot that was not missed.
        DueSlot Drop() => new(null, MoveTo(calendar.Next(upSince - (definition.Jitter * definition.Spread) - Tick)));

        ScheduleMove MoveTo(DateTimeOffset? next) =>
            new(due.Id, slot, next, next is { } at ? definition.DueAt(at) : null);

        DateTimeOffset? LastMissed()
        {
            var from = now - OneWithin - (definition.Jitter * definition.Spread);
            DateTimeOffset? last = slot >= from ? slot : null;
            for (
                var next = calendar.Next(slot >= from ? slot : from - Tick);
                next is { } at && definition.DueAt(at) < upSince;
                next = calendar.Next(at)
            )
            {
                last = at;
            }

            return last;
        }
    }
}
