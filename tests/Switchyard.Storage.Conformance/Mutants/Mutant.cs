using Switchyard.Engine.Jobs;
using Switchyard.Engine.Retries;
using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Conformance.Mutants;

/// <summary>A bug, planted in a sound store: proof that the model can fail.</summary>
/// <param name="Name">What is wrong.</param>
/// <param name="Plant">Wraps an opened store.</param>
internal sealed record Mutant(string Name, Func<IStorage, IStorage> Plant)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMicroseconds(1);

    public static IReadOnlyList<Mutant> All { get; } =
    [
        Rounds("settlements ignore their token", () => new TokenBlindness { Settlements = true }),
        Rounds("renewals ignore their token", () => new TokenBlindness { Renewals = true }),
        Attempts("one attempt too many", by: 1),
        Attempts("one attempt too few", by: -1),
        Rounds("one lapse too many", round => EachJob(round, job => job with { MaxLapses = job.MaxLapses + 1 })),
        Rounds("the jitter is ignored", round => Each(round.Settlements, WithoutJitter)),
        Rounds("a pause drops its checkpoint", round => Each(round.Settlements, WithoutCheckpoint)),
        Rounds("results lose their last byte", round => Each(round.Settlements, Truncated)),
        Rounds("no report breaks the row", round => Each(round.Renewals, one => one with { Reported = false })),
        Rounds("any renewal is a report", round => Each(round.Renewals, one => one with { Reported = true })),
        Rounds("progress is dropped", round => Each(round.Renewals, one => one with { Progress = null })),
        Rounds(
            "leases end too soon",
            round => Each(round.Claims, one => one with { LeaseTime = one.LeaseTime - Tick })
        ),
        Rounds("workers survive their node", round => Each(round.Claims, Immortal)),
        Rounds("routes are served one by one", round => Each(round.Claims, OneRoute)),
        Rounds("a resume is a cancel", round => Each(round.Orders, CancelForResume)),
        Rounds("a sweep knows no limit", round => round.SweepLimit *= 1_000),
        Rounds("keys are forgotten", round => Each(round.Submissions, one => one with { Idempotency = null })),
        Rounds(
            "keys are for all owners",
            round => Each(round.Submissions, one => WithName(one, name => name with { Owner = 0 }))
        ),
        Rounds(
            "keys are for any content",
            round => Each(round.Submissions, one => WithName(one, name => name with { Fingerprint = new byte[32] }))
        ),
        Answers("a repeat counts as settled", RepeatAsSettled),
        Answers("a transition is left out", result => Copy(result, transitions: [.. result.Transitions.SkipLast(1)])),
        Answers("the next sweep is late", result => Copy(result, next: result.NextSweepAt + Tick)),
        new(
            "outcomes are mixed up",
            store => new MutantStorage(store) { Maintenance = new MutantMaintenance(store.Maintenance) }
        ),
        new("a count is off by one", store => new MutantStorage(store) { Lanes = new MutantLanes(store.Lanes) }),
    ];

    private static Mutant Rounds(string name, Action<Round> change) =>
        new(
            name,
            store => new MutantStorage(store) { Rounds = new MutantRounds(store.Rounds, change, result => result) }
        );

    private static Mutant Rounds(string name, Func<TokenBlindness> make) =>
        new(
            name,
            store =>
            {
                var blindness = make();
                var rounds = new MutantRounds(store.Rounds, blindness.Change, blindness.See);
                return new MutantStorage(store) { Rounds = rounds };
            }
        );

    private static Mutant Answers(string name, Func<RoundResult, RoundResult> change) =>
        new(name, store => new MutantStorage(store) { Rounds = new MutantRounds(store.Rounds, _ => { }, change) });

    // Reads show the policy as it was given: only the behaviour tells.
    private static Mutant Attempts(string name, int by) =>
        new(
            name,
            store => new MutantStorage(store)
            {
                Rounds = new MutantRounds(
                    store.Rounds,
                    round => EachJob(round, job => job with { Retry = Add(job.Retry, by) }),
                    result => result
                ),
                Jobs = new MutantJobs(store.Jobs, job => job with { Retry = Add(job.Retry, -by) }),
            }
        );

    private static RetryPolicy Add(RetryPolicy policy, int attempts) =>
        policy with
        {
            MaxAttempts = policy.MaxAttempts + attempts,
        };

    private static void Each<T>(List<T> items, Func<T, T> change)
    {
        for (var n = 0; n < items.Count; n++)
        {
            items[n] = change(items[n]);
        }
    }

    private static void EachJob(Round round, Func<NewJob, NewJob> change) =>
        Each(round.Submissions, one => one with { Jobs = [.. one.Jobs.Select(change)] });

    private static Settlement WithoutJitter(Settlement one) =>
        one.Kind == SettlementKind.Failed
            ? Settlement.Failed(one.JobId, one.Token, one.Error!, one.Result, jitter: 0.5)
            : one;

    private static Settlement WithoutCheckpoint(Settlement one) =>
        one.Kind == SettlementKind.Paused ? Settlement.Paused(one.JobId, one.Token, default) : one;

    private static Settlement Truncated(Settlement one) =>
        one.Kind == SettlementKind.Succeeded && one.Result.Inline.Length > 0
            ? Settlement.Succeeded(one.JobId, one.Token, new Content(one.Result.Inline[..^1]))
            : one;

    private static Claim Immortal(Claim one) =>
        one with
        {
            Slots = [.. one.Slots.Select(slot => slot with { Node = 0 })],
        };

    private static Claim OneRoute(Claim one) => one with { Routes = [one.Routes[0]] };

    private static Order CancelForResume(Order one) =>
        one.Kind == OrderKind.Resume ? one with { Kind = OrderKind.Cancel } : one;

    private static Submission WithName(Submission one, Func<Idempotency, Idempotency> change) =>
        one.Idempotency is { } name ? one with { Idempotency = change(name) } : one;

    private static RoundResult RepeatAsSettled(RoundResult result) =>
        Copy(
            result,
            [
                .. result.Settlements.Select(answer =>
                    answer.Answer == SettlementAnswer.Repeated
                        ? answer with
                        {
                            Answer = SettlementAnswer.Settled,
                        }
                        : answer
                ),
            ]
        );

    private static RoundResult Copy(
        RoundResult result,
        IReadOnlyList<SettlementResult>? settlements = null,
        IReadOnlyList<Transition>? transitions = null,
        DateTimeOffset? next = null
    ) =>
        new()
        {
            Number = result.Number,
            At = result.At,
            Settlements = settlements ?? result.Settlements,
            Renewals = result.Renewals,
            Orders = result.Orders,
            Submissions = result.Submissions,
            Claims = result.Claims,
            Transitions = transitions ?? result.Transitions,
            NextSweepAt = next ?? result.NextSweepAt,
        };
}
