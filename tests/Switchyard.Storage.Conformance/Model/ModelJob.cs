using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Conformance.Model;

/// <summary>One job as the ports' docstrings have it: every move of it, and nothing about how to store or find it.</summary>
internal sealed class ModelJob(long id, NewJob made, DateTimeOffset at)
{
    public long Id => id;
    public NewJob Made => made;
    public JobState State { get; private set; } = made.Draft ? JobState.Draft : Waiting(made.Delay);
    public int Attempt { get; private set; }
    public int Spent { get; private set; }
    public int Lapses { get; private set; }
    public DateTimeOffset? DueAt { get; private set; } =
        made.Draft || made.Delay == TimeSpan.Zero ? null : at + made.Delay;
    public DateTimeOffset? ExpiresAt { get; private set; } = at + made.TimeToLive;
    public ModelLease? Lease { get; private set; }
    public ModelEnd? End { get; private set; }
    public Content Checkpoint { get; private set; }
    public ReadOnlyMemory<byte> Progress { get; set; }
    public List<JobAttempt> Attempts { get; } = [];

    /// <summary>When the result is to be posted, and the deliveries that failed; null for not.</summary>
    public (DateTimeOffset DueAt, int Failures)? Callback { get; private set; }

    public Transition Make() => new(id, made.Lane.Id, null, State, FailureReason.None, 0, 0, null, DueAt);

    public Transition Begin(long token, ClaimSlot slot, TimeSpan leaseTime, DateTimeOffset now)
    {
        Attempt++;
        Lease = new ModelLease(token, slot.WorkerId, slot.Node, now, now + leaseTime, now + made.RunTimeout);
        return Move(JobState.Running);
    }

    public void Renew(in Renewal renewal, DateTimeOffset now)
    {
        Lease = Lease! with { Until = now + renewal.LeaseTime };
        Lapses = renewal.Reported ? 0 : Lapses;
        Progress = renewal.Progress ?? Progress;
    }

    public Transition Settle(Settlement settlement, DateTimeOffset now)
    {
        switch (settlement.Kind)
        {
            case SettlementKind.Succeeded:
                return Finish(JobState.Succeeded, FailureReason.None, now, settlement);
            case SettlementKind.Failed:
                return Fail(FailureReason.Error, made.Retry.Delay(Spent + 1, settlement.Jitter), now, settlement);
            case SettlementKind.FailedForGood:
                Note(FailureReason.NonRetryable, now, settlement.Error);
                return Finish(JobState.Failed, FailureReason.NonRetryable, now, settlement);
            case SettlementKind.Lost:
                return Lapse(now, settlement);
            default:
                (Attempt, Lapses) = (Attempt - 1, 0);
                var isPause = settlement.Kind == SettlementKind.Paused;
                Checkpoint = isPause ? settlement.Result : Checkpoint;
                return Move(isPause ? JobState.Paused : JobState.Pending);
        }
    }

    public Transition Fail(FailureReason reason, TimeSpan wait, DateTimeOffset now, Settlement? settlement)
    {
        Note(reason, now, settlement?.Error);
        (Spent, Lapses) = (Spent + 1, 0);
        return Spent >= made.Retry.MaxAttempts
            ? Finish(JobState.Failed, reason, now, settlement)
            : Move(Waiting(wait), reason, wait > TimeSpan.Zero ? now + wait : null);
    }

    public Transition Lapse(DateTimeOffset now, Settlement? settlement)
    {
        Note(FailureReason.WorkerLost, now, null);
        Lapses++;
        return Lapses >= made.MaxLapses
            ? Finish(JobState.Failed, FailureReason.WorkerLost, now, settlement)
            : Move(JobState.Pending, FailureReason.WorkerLost);
    }

    public void LoseNode(DateTimeOffset now)
    {
        Note(FailureReason.WorkerLost, now, null);
        Move(JobState.Pending, FailureReason.WorkerLost);
    }

    public Transition Expire(DateTimeOffset now) => Finish(JobState.Failed, FailureReason.Expired, now, null);

    public Transition Free() => Move(JobState.Pending);

    /// <summary>Carries the order out; null when the state refuses it. A deleted job has no state to move to.</summary>
    public Transition? Obey(OrderKind order, DateTimeOffset now)
    {
        switch (order)
        {
            case OrderKind.Start when State == JobState.Draft:
                var left = at + made.Delay - now;
                return Move(Waiting(left), due: left > TimeSpan.Zero ? at + made.Delay : null);
            case OrderKind.Pause when State is JobState.Pending or JobState.Scheduled:
                return Move(JobState.Paused);
            case OrderKind.Resume when State == JobState.Paused:
                return Move(JobState.Pending);
            case OrderKind.Cancel when !State.IsFinished():
                return Finish(JobState.Cancelled, FailureReason.None, now, null);
            case OrderKind.Retry when State is JobState.Failed or JobState.Cancelled:
                (Spent, Lapses, End, Callback, ExpiresAt) = (0, 0, null, null, now + made.TimeToLive);
                return Move(JobState.Pending);
            case OrderKind.Delete when State != JobState.Running:
                return Delete();
            default:
                return null;
        }
    }

    public void NoteCallback(DateTimeOffset? retryAt) =>
        Callback = Callback is { } callback && retryAt is { } due ? (due, callback.Failures + 1) : null;

    public Transition Delete() => new(id, made.Lane.Id, State, null, FailureReason.None, Attempt, 0, null, null);

    /// <summary>What a read shows of it.</summary>
    public JobSnapshot Snapshot() =>
        new()
        {
            Id = id,
            Salt = made.Salt,
            Lane = made.Lane,
            State = State,
            Priority = made.Priority,
            CreatedAt = at,
            Attempt = Attempt,
            DueAt = DueAt,
            ExpiresAt = ExpiresAt,
            StartedAt = (Lease ?? End?.Lease)?.StartedAt,
            FinishedAt = End?.At,
            WorkerId = (Lease ?? End?.Lease)?.Worker,
            Reason = End?.Reason ?? FailureReason.None,
            Error = End?.Settlement?.Error,
            Result = End?.Settlement?.Result ?? default,
            Retry = made.Retry,
            RunTimeout = made.RunTimeout,
            CallbackUrl = made.CallbackUrl,
            Progress = Progress,
        };

    private static JobState Waiting(TimeSpan wait) => wait > TimeSpan.Zero ? JobState.Scheduled : JobState.Pending;

    private void Note(FailureReason reason, DateTimeOffset now, string? error) =>
        Attempts.Add(new JobAttempt(Attempt, Lease!.Worker, Lease.StartedAt, now, reason, error));

    private Transition Finish(JobState to, FailureReason reason, DateTimeOffset now, Settlement? settlement)
    {
        End = new ModelEnd(reason, now, Lease, settlement);
        Checkpoint = default;
        Callback = made.CallbackUrl is null ? null : (now, 0);
        return Move(to, reason);
    }

    private Transition Move(JobState to, FailureReason reason = FailureReason.None, DateTimeOffset? due = null)
    {
        var move = new Transition(id, made.Lane.Id, State, to, reason, Attempt, Lease?.Token ?? 0, Lease?.Worker, due);
        (State, DueAt, Lease) = (to, due, to == JobState.Running ? Lease : null);
        return move;
    }
}
