using Microsoft.Extensions.Logging;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Dispatch;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Schedules;

/// <summary>
/// Fires what is due, starts what waited for its turn, and tells the store of ends. Any node may: a slot is fired by
/// whoever moves the schedule on. It sleeps until the next slot, and looks once a second for what other nodes changed.
/// </summary>
internal sealed partial class ScheduleLoop : IDisposable
{
    /// <summary>Schedules fired together, about a round's worth.</summary>
    internal const int Batch = 1_000;

    private const int TurnBatch = 1_000;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Between two looks for turns that no end on this node told of, and between two words to the store.</summary>
    private static readonly TimeSpan SlowInterval = TimeSpan.FromSeconds(5);

    /// <summary>A loop that did not look for so long was down: the machine slept, or the store was out.</summary>
    private static readonly TimeSpan Downtime = TimeSpan.FromSeconds(10);

    private readonly IScheduleStore store;
    private readonly IScheduleRunStore runs;
    private readonly CalendarCache calendars;
    private readonly RunMaker maker;
    private readonly RunTally tally;
    private readonly RoundLoop loop;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly SemaphoreSlim news = new(0, 1);
    private MissedSlots missed = new();
    private DateTimeOffset upSince;
    private DateTimeOffset lookedAt;
    private int turnWanted = 1;

    public ScheduleLoop(
        IStorage storage,
        CalendarCache calendars,
        RunMaker maker,
        RunTally tally,
        RoundLoop loop,
        TimeProvider clock,
        ILogger logger
    )
    {
        (store, runs) = (storage.Schedules, storage.ScheduleRuns);
        (this.calendars, this.maker, this.tally, this.loop) = (calendars, maker, tally, loop);
        (this.clock, this.logger) = (clock, logger);
        tally.TurnMayHaveCome = WakeForTurns;
    }

    /// <summary>When nothing was due any more the last time.</summary>
    public DateTimeOffset IdleAt { get; private set; }

    /// <summary>A schedule was made or changed.</summary>
    public void Wake()
    {
        try
        {
            news.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
    }

    /// <summary>Works until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var slow = clock.GetTimestamp();
        try
        {
            while (true)
            {
                var wait = await TryAsync(LookAsync, Interval, cancellation);
                var isTime = clock.GetElapsedTime(slow) >= SlowInterval;
                if (isTime)
                {
                    slow = clock.GetTimestamp();
                    await TryAsync(TellAsync, true, cancellation);
                }

                if (Interlocked.Exchange(ref turnWanted, 0) == 1 || isTime)
                {
                    await TryAsync(StartWaitingAsync, true, cancellation);
                }

                await SleepAsync(wait, cancellation);
            }
        }
        finally
        {
            await TryAsync(TellAsync, true, CancellationToken.None);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => news.Dispose();

    private void WakeForTurns()
    {
        Volatile.Write(ref turnWanted, 1);
        Wake();
    }

    private async Task SleepAsync(TimeSpan wait, CancellationToken cancellation)
    {
        using var awake = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var woken = news.WaitAsync(awake.Token);
        await Task.WhenAny(woken, Task.Delay(wait, clock, awake.Token));
        cancellation.ThrowIfCancellationRequested();
        await awake.CancelAsync(); // whichever of the two still waits
        await woken.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<T> TryAsync<T>(
        Func<CancellationToken, Task<T>> work,
        T otherwise,
        CancellationToken cancellation
    )
    {
        try
        {
            return await work(cancellation);
        }
        catch (StorageUnavailableException problem)
        {
            LogPutOff(logger, problem.Message);
            return otherwise;
        }
    }

    /// <summary>Fires all that is due, and says how long nothing will be.</summary>
    private async Task<TimeSpan> LookAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var due = await store.DueAsync(Batch, cancellation);
            if (due.At - lookedAt > Downtime)
            {
                (upSince, missed) = (due.At, new MissedSlots());
            }

            var isSettled = await FireAsync(due, cancellation);
            var isIdle = due.Schedules.Count == 0;
            if (isSettled || isIdle)
            {
                lookedAt = due.At;
            }

            if (!isSettled)
            {
                IdleAt = isIdle ? due.At : IdleAt;
                return isIdle && due.Next - due.At < Interval ? due.Next!.Value - due.At : Interval;
            }
        }
    }

    /// <summary>Fires a batch; false when nothing came of it.</summary>
    private async Task<bool> FireAsync(DueSchedules due, CancellationToken cancellation)
    {
        var decided = due.Schedules.Select(schedule => (Schedule: schedule, Slot: Decide(schedule, due.At))).ToList();
        var fates = await Task.WhenAll(
            decided.Select(entry => FireAsync(entry.Schedule, entry.Slot, cancellation).AsTask())
        );
        var moves = fates.Select(fate => fate.Move).OfType<ScheduleMove>().ToList();
        if (moves.Count > 0)
        {
            await store.AdvanceAsync(moves, cancellation);
        }

        // A line a batch: after a long downtime there may be very many.
        if (decided.FindAll(entry => entry.Slot.Fires is null) is [var first, ..] and var dropped)
        {
            LogMissed(logger, dropped.Count, first.Schedule.Id, first.Schedule.Slot!.Value);
        }

        if (fates.FirstOrDefault(fate => fate.PutOff is not null).PutOff is { } problem)
        {
            LogPutOff(logger, problem);
        }

        return fates.Any(fate => fate.PutOff is null);
    }

    private DueSlot Decide(StoredSchedule schedule, DateTimeOffset now)
    {
        var definition = ScheduleJson.Define(schedule);
        try
        {
            var calendar = calendars.Get(definition.Calendar ?? "", definition.TimeZone);
            return missed.Decide(schedule, definition, calendar, upSince, now);
        }
        catch (CalendarException problem)
        {
            // It was read when it was stored: this machine knows other time zones than that one.
            LogUnreadable(logger, schedule.Id, problem.Message);
            return new(null, new ScheduleMove(schedule.Id, schedule.Slot!.Value, null, null));
        }
    }

    /// <summary>How the store is still to be told to move the schedule on, where it is, or why its slot has to wait.</summary>
    private async ValueTask<(ScheduleMove? Move, string? PutOff)> FireAsync(
        StoredSchedule schedule,
        DueSlot slot,
        CancellationToken cancellation
    )
    {
        if (slot.Fires is not { } fires)
        {
            return (slot.Move, null);
        }

        // Its owner's rights were looked at when it was made; what the operator has enabled is looked at now.
        var caller = new Caller(schedule.Owner, ApiScopes.Admin, IdFormat.Uuid, null);
        var made = await maker.MakeAsync(schedule, RunCause.Slot, fires, slot.Move, null, caller, cancellation);
        switch (made)
        {
            case { Kind: ScheduleAnswerKind.Done, Stored.Answer: SubmissionAnswer.Stored or SubmissionAnswer.Stale }:
                return (null, null);
            case { Kind: ScheduleAnswerKind.Done }:
                return (slot.Move, null); // it has its run, or overlaps
            case { Kind: ScheduleAnswerKind.Full or ScheduleAnswerKind.Overloaded }:
                return (null, made.Problem?.Message ?? "");
            default:
                LogRefused(logger, schedule.Id, fires, made.Problem?.Message ?? "");
                return (slot.Move, null);
        }
    }

    /// <summary>Starts the runs whose turn it is.</summary>
    private async Task<bool> StartWaitingAsync(CancellationToken cancellation)
    {
        string? after = null;
        var isWaiting = false;
        do
        {
            var turns = await runs.TurnsAsync(after, TurnBatch, cancellation);
            isWaiting |= turns.IsWaiting;
            after = turns.After;
            if (turns.Jobs.Count > 0)
            {
                await loop.RunAsync(
                    RoundOperations.Orders([.. turns.Jobs.Select(job => new Order(job, OrderKind.Start))])
                );
            }
        } while (after is not null);

        tally.IsWaiting = isWaiting; // what came to wait since has this look again
        return isWaiting;
    }

    /// <summary>Tells the store of ends.</summary>
    private async Task<bool> TellAsync(CancellationToken cancellation)
    {
        var ends = tally.Take();
        if (ends.Count == 0)
        {
            return false;
        }

        try
        {
            await runs.NoteEndsAsync(ends, cancellation);
            return true;
        }
        catch
        {
            foreach (var end in ends)
            {
                tally.Add(end);
            }

            throw;
        }
    }
}
