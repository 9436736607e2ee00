using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Conformance.Checked;

/// <summary>
/// What holds for every round of every test, whatever it is about: only allowed transitions, each from where the job
/// was left; ids, tokens, round numbers and the clock only grow, across restarts too.
/// </summary>
internal sealed class TransitionLedger
{
    private readonly Dictionary<long, JobState> _states = [];
    private long _lastId;
    private long _lastToken;
    private long _lastNumber;
    private DateTimeOffset _lastAt;

    /// <summary>A node start puts leases back without a transition: what is known of leased jobs is void.</summary>
    public void ForgetLeases()
    {
        foreach (var (id, _) in _states.Where(known => known.Value == JobState.Running).ToList())
        {
            _states.Remove(id);
        }
    }

    /// <summary>Jobs were repaired: nothing is known of where they are.</summary>
    public void Forget() => _states.Clear();

    /// <summary>The clock was seen.</summary>
    public void Saw(DateTimeOffset at)
    {
        at.ShouldBeGreaterThanOrEqualTo(_lastAt, "the store's clock went back");
        (at.Ticks % TimeSpan.TicksPerMicrosecond).ShouldBe(0, "times are whole microseconds");
        _lastAt = at;
    }

    /// <summary>A round was committed.</summary>
    public void Saw(Round round, RoundResult result)
    {
        Saw(result.At);
        result.Number.ShouldBeGreaterThan(_lastNumber, "round numbers increase");
        _lastNumber = result.Number;

        result.Settlements.Count.ShouldBe(round.Settlements.Count, "one answer a settlement");
        result.Renewals.Count.ShouldBe(round.Renewals.Count, "one answer a renewal");
        result.Orders.Count.ShouldBe(round.Orders.Count, "one answer an order");
        result.Submissions.Count.ShouldBe(round.Submissions.Count, "one answer a submission");
        result.Claims.Count.ShouldBe(round.Claims.Count, "one answer a claim");

        foreach (var transition in result.Transitions)
        {
            Saw(transition, result.At);
        }

        var begun = result.Transitions.Where(transition => transition.To == JobState.Running).ToList();
        var leased = result.Claims.SelectMany(jobs => jobs).ToList();
        begun
            .Select(transition => (transition.JobId, transition.Token))
            .ShouldBe(leased.Select(job => (job.Id, job.Token)));
        foreach (var job in leased)
        {
            job.Token.ShouldBeGreaterThan(_lastToken, "tokens increase over all jobs");
            _lastToken = job.Token;
        }
    }

    /// <summary>A job changed its state.</summary>
    public void Saw(in Transition transition, DateTimeOffset? at)
    {
        var (id, what) = (transition.JobId, transition.ToString());
        if (transition.From is not { } from)
        {
            id.ShouldBeInRange(_lastId + 1, JobRef.MaxId, "ids are never given out again: " + what);
            _lastId = id;
            JobTransitions.IsInitial(transition.To.ShouldNotBeNull()).ShouldBeTrue("no initial state: " + what);
        }
        else
        {
            from.ShouldBe(_states.GetValueOrDefault(id, from), "the job was elsewhere: " + what);
            var allowed = transition.To is { } to ? JobTransitions.IsAllowed(from, to) : from != JobState.Running;
            allowed.ShouldBeTrue("not in the table: " + what);
        }

        var isLease = JobState.Running == transition.From || JobState.Running == transition.To;
        (transition.Token > 0).ShouldBe(isLease, "a token exactly where a lease begins or ends: " + what);
        (transition.WorkerId is not null).ShouldBe(isLease, "a worker exactly where a lease begins or ends: " + what);
        (transition.DueAt is not null).ShouldBe(
            transition.To == JobState.Scheduled,
            "due exactly when scheduled: " + what
        );
        transition.DueAt?.ShouldBeGreaterThan(at ?? DateTimeOffset.MinValue, "already due: " + what);
        if (transition.To == JobState.Failed)
        {
            transition.Reason.ShouldNotBe(FailureReason.None, "failed for no reason: " + what);
        }

        if (transition.To is { } next)
        {
            _states[id] = next;
        }
        else
        {
            _states.Remove(id);
        }
    }
}
