using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Conformance.Model;

/// <summary>
/// The store in memory, as plain as it can be. It follows what a real one did: where the ports leave a choice (ids,
/// tokens, what a bounded sweep moves, the jitter of a timeout) it takes the real one's, and says when that was not
/// among the choices.
/// </summary>
internal sealed class ModelStore
{
    private readonly SortedDictionary<long, ModelJob> _jobs = [];
    private readonly Dictionary<(long Owner, string Key), ModelCall> _calls = [];

    public IReadOnlyDictionary<long, ModelJob> Jobs => _jobs;

    /// <summary>The bytes of every blob that was ever written.</summary>
    public Dictionary<long, byte[]> Blobs { get; } = [];

    /// <summary>The ids of all jobs ever made, in order.</summary>
    public List<long> Made { get; } = [];

    /// <summary>Every lease ever given out, by job.</summary>
    public Dictionary<long, List<long>> Tokens { get; } = [];

    /// <summary>The greatest token ever given out.</summary>
    public long LastToken { get; private set; }

    public void Follow(Round round, RoundResult actual)
    {
        var (now, moves) = (actual.At, new ExpectedMoves(actual.Transitions));
        foreach (var (settlement, answer) in round.Settlements.Zip(actual.Settlements))
        {
            Expect.Same(answer, Settle(settlement, now, moves), settlement);
        }

        foreach (var (renewal, answer) in round.Renewals.Zip(actual.Renewals))
        {
            Expect.Same(answer, Renew(renewal, now), renewal);
        }

        foreach (var (order, answer) in round.Orders.Zip(actual.Orders))
        {
            Expect.Same(answer, Obey(order, now, moves), order);
        }

        foreach (var (submission, answer) in round.Submissions.Zip(actual.Submissions))
        {
            Submit(submission, answer, now, moves);
        }

        var swept = moves.Left - actual.Claims.Sum(jobs => jobs.Count);
        Sweep(round.SweepLimit, swept, now, moves);
        foreach (var (claim, leased) in round.Claims.Zip(actual.Claims))
        {
            Claim(claim, leased, now, moves);
        }

        Expect.Same(moves.Left, 0, "transitions that the model does not know of");
        CheckNextSweep(round.SweepLimit, swept, actual);
    }

    /// <summary>A node started: the leases that other nodes held are back.</summary>
    public void StartNode(NodeStart start)
    {
        var orphans = _jobs.Values.Where(job => job.Lease is { Node: > 0 }).ToList();
        orphans.ForEach(job => job.LoseNode(start.At));
        Expect.Same(start.ReleasedLeases, orphans.Count, "released leases");
    }

    /// <summary>Retention deleted these.</summary>
    public void Retain(Retention keep, int limit, IReadOnlyList<Transition> deleted, DateTimeOffset now)
    {
        foreach (var move in deleted)
        {
            Expect.That(_jobs.TryGetValue(move.JobId, out var job) && IsOver(job), $"retention deleted {move}");
            Expect.Same(move, job!.Delete(), "retention's transition");
            _jobs.Remove(move.JobId);
        }

        Expect.That(deleted.Count == limit || !_jobs.Values.Any(IsOver), "retention left jobs whose time is over");

        bool IsOver(ModelJob job) =>
            job.End?.At
            < now
                - (
                    job.State switch
                    {
                        JobState.Succeeded => keep.Succeeded,
                        JobState.Failed => keep.Failed,
                        _ => keep.Cancelled,
                    }
                );
    }

    /// <summary>The bytes, wherever they are.</summary>
    public ReadOnlySpan<byte> Bytes(Content content) =>
        content.BlobId == 0 ? content.Inline.Span : Blobs[content.BlobId];

    private SettlementResult Settle(Settlement settlement, DateTimeOffset now, ExpectedMoves moves)
    {
        if (!_jobs.TryGetValue(settlement.JobId, out var job))
        {
            return new SettlementResult(SettlementAnswer.Gone, null);
        }

        if (job.Lease?.Token == settlement.Token)
        {
            moves.Next(job.Settle(settlement, now));
            return new SettlementResult(SettlementAnswer.Settled, job.State);
        }

        var answer =
            job.End?.Settlement is not { } first || first.Token != settlement.Token ? SettlementAnswer.Stale
            : first.Kind == settlement.Kind && Bytes(first.Result).SequenceEqual(Bytes(settlement.Result))
                ? SettlementAnswer.Repeated
            : SettlementAnswer.Conflict;
        return new SettlementResult(answer, job.State);
    }

    private bool Renew(in Renewal renewal, DateTimeOffset now)
    {
        if (!_jobs.TryGetValue(renewal.JobId, out var job) || job.Lease?.Token != renewal.Token)
        {
            return false;
        }

        job.Renew(renewal, now);
        return true;
    }

    private OrderResult Obey(in Order order, DateTimeOffset now, ExpectedMoves moves)
    {
        if (!_jobs.TryGetValue(order.JobId, out var job))
        {
            return new OrderResult(false, null, 0);
        }

        var revoked = job.Lease?.Token ?? 0;
        if (job.Obey(order.Kind, now) is not { } move)
        {
            return new OrderResult(false, job.State, 0);
        }

        moves.Next(move);
        if (move.To is null)
        {
            _jobs.Remove(job.Id);
        }

        return new OrderResult(true, move.To, revoked);
    }

    private void Submit(Submission submission, in SubmissionResult actual, DateTimeOffset now, ExpectedMoves moves)
    {
        var name = submission.Idempotency is { } key ? (key.Owner, key.Key) : default;
        var fingerprint = Convert.ToHexString((submission.Idempotency?.Fingerprint ?? default).Span);
        if (name.Key is not null && _calls.TryGetValue(name, out var call) && now - call.At < TimeSpan.FromHours(24))
        {
            var ids = Enumerable.Range(0, call.Jobs).Select(n => call.FirstId + n).ToList();
            var isRepeat = call.Fingerprint == fingerprint && ids.TrueForAll(_jobs.ContainsKey);
            Expect.Same(actual.Answer, isRepeat ? SubmissionAnswer.Repeated : SubmissionAnswer.Conflict);
            Expect.Same(actual.FirstId, isRepeat ? call.FirstId : 0);
            var salts = isRepeat ? ids.Select(id => _jobs[id].Made.Salt) : null;
            Expect.Same(string.Join(' ', actual.FirstSalts ?? []), string.Join(' ', salts ?? []), "salts");
            return;
        }

        Expect.Same(actual.Answer, SubmissionAnswer.Stored);
        Expect.That(actual.FirstSalts is null && actual.FirstId > Made.LastOrDefault(), $"ids anew: {actual}");
        for (var n = 0; n < submission.Jobs.Count; n++)
        {
            var job = new ModelJob(actual.FirstId + n, submission.Jobs[n], now);
            moves.Next(job.Make());
            _jobs.Add(job.Id, job);
            Made.Add(job.Id);
        }

        if (name.Key is not null)
        {
            _calls[name] = new ModelCall(fingerprint, actual.FirstId, submission.Jobs.Count, now);
        }
    }

    private void Sweep(int limit, int count, DateTimeOffset now, ExpectedMoves moves)
    {
        Expect.That(count >= 0 && count <= limit, $"a sweep of at most {limit} moved {count}");
        for (var n = 0; n < count; n++)
        {
            var move = moves.Peek();
            var job = _jobs.GetValueOrDefault(move.JobId);
            moves.Next(
                move.Reason switch
                {
                    FailureReason.Expired when job?.End is null && job?.ExpiresAt <= now => job.Expire(now),
                    FailureReason.Timeout when job?.Lease?.Deadline <= now => TimeOut(job, move, now),
                    FailureReason.WorkerLost when job?.Lease?.Until <= now => job.Lapse(now, null),
                    FailureReason.None when job?.DueAt <= now => job.Free(),
                    _ => throw new ModelMismatchException($"time does not move this at {now:O}: {move}"),
                }
            );
        }

        Expect.That(limit == 0 || count == limit || !(Earliest() <= now), $"a sweep left what was due by {now:O}");
    }

    // The store draws the jitter: any wait within the bound will do.
    private static Transition TimeOut(ModelJob job, in Transition move, DateTimeOffset now)
    {
        var wait = (move.DueAt ?? now) - now;
        var bound = job.Made.Retry.Delay(job.Spent + 1, 1);
        Expect.That(wait >= TimeSpan.Zero && wait <= bound, $"a wait of {wait}, over the bound {bound}");
        return job.Fail(FailureReason.Timeout, wait, now, null);
    }

    private void Claim(Claim claim, IReadOnlyList<LeasedJob> leased, DateTimeOffset now, ExpectedMoves moves)
    {
        var best = _jobs
            .Values.Where(job => job.State == JobState.Pending && claim.Routes.Contains(job.Made.Lane.Route.Id))
            .OrderBy(job => (job.Made.Priority, job.Id))
            .Take(claim.Slots.Count)
            .ToList();
        Expect.Same(
            string.Join(' ', leased.Select(job => job.Id)),
            string.Join(' ', best.Select(job => job.Id)),
            "claimed"
        );
        for (var n = 0; n < best.Count; n++)
        {
            var (job, lease, slot) = (best[n], leased[n], claim.Slots[n]);
            Expect.That(lease.Token > LastToken, $"token {lease.Token} after {LastToken}");
            LastToken = lease.Token;
            moves.Next(job.Begin(lease.Token, slot, claim.LeaseTime, now));
            ModelComparison.CompareLease(lease, job, slot.Tag);
            if (!Tokens.TryGetValue(job.Id, out var tokens))
            {
                Tokens.Add(job.Id, tokens = []);
            }

            tokens.Add(lease.Token);
        }
    }

    private void CheckNextSweep(int limit, int swept, RoundResult actual)
    {
        var (next, earliest) = (actual.NextSweepAt, Earliest());
        if (limit == 0)
        {
            Expect.Same(next, null, "the next sweep, without a sweep");
        }
        else if (swept == limit)
        {
            Expect.That(next <= actual.At, $"the limit of {limit} was reached, but the next sweep is at {next:O}");
        }
        else
        {
            Expect.That(earliest is null || next <= earliest, $"next sweep at {next:O}, but work at {earliest:O}");
            Expect.That(
                next is null || next > actual.At,
                $"next sweep at {next:O}, but nothing is left at {actual.At:O}"
            );
        }
    }

    /// <summary>When time next moves a job.</summary>
    public DateTimeOffset? Earliest() =>
        _jobs
            .Values.SelectMany(job =>
                new[] { job.DueAt, job.End is null ? job.ExpiresAt : null, job.Lease?.Until, job.Lease?.Deadline }
            )
            .Min();
}
