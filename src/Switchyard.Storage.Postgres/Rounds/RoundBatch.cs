using Npgsql;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Postgres.Rounds.Parts;

namespace Switchyard.Storage.Postgres.Rounds;

/// <summary>
/// A round as one batch of statements: sent at once, answered at once, and, since nothing else ends its transaction, one
/// transaction. Only parts that have something to do are in it.
/// </summary>
internal sealed class RoundBatch
{
    private readonly BeginPart _begin;
    private readonly SettlePart? _settle;
    private readonly RenewPart? _renew;
    private readonly ObeyPart? _obey;
    private readonly CallPart? _calls;
    private readonly NextSweepPart? _next;
    private readonly List<ClaimPart> _claims = [];
    private readonly List<IRoundPart> _parts = [];

    // Each list in the order of its entries; together they are the round's, in the order of its parts.
    private readonly List<Transition> _before = [];
    private readonly List<Transition> _after = [];

    /// <param name="round">What to do.</param>
    /// <param name="begin">How such a round begins, for so many new jobs.</param>
    /// <param name="lows">Where routes begin.</param>
    /// <param name="over">Up to when no lease is over.</param>
    public RoundBatch(Round round, Func<long, BeginPart> begin, LowWater lows, LeaseLow over)
    {
        var plan = new SubmissionPlan(round.Submissions);
        // Of no jobs, which the port does not allow, the answer would else be an id of another.
        _parts.Add(_begin = begin(Math.Max(plan.Jobs.Count, Math.Min(round.Submissions.Count, 1))));
        if (round.Settlements.Count > 0)
        {
            _parts.Add(_settle = new SettlePart(round.Settlements, _before));
        }

        if (round.Renewals.Count > 0)
        {
            _parts.Add(_renew = new RenewPart(round.Renewals));
        }

        if (round.Orders.Count > 0)
        {
            _parts.Add(_obey = new ObeyPart(round.Orders, _before));
        }

        if (round.Submissions.Count > 0)
        {
            var runs = plan.Runs.Count > 0 ? new RunPart(plan) : null;
            if (runs is not null)
            {
                _parts.Add(runs);
            }

            _calls = new CallPart(round.Submissions, plan, runs);
            _parts.Add(new SubmitPart(plan));
            if (plan.Calls.Count > 0)
            {
                _parts.Add(_calls);
            }
        }

        SweepPart? sweep = null;
        if (round.SweepLimit > 0)
        {
            _parts.Add(sweep = new SweepPart(round.SweepLimit, over.Time, _after));
        }

        foreach (var claim in round.Claims)
        {
            _claims.Add(new ClaimPart(claim, _claims.Count, lows, _after));
        }

        _parts.AddRange(_claims);
        if (sweep is not null)
        {
            _parts.Add(_next = new NextSweepPart(sweep, _begin, over));
        }
    }

    /// <summary>Does the round; it is durable once this returns.</summary>
    public Task<RoundResult> CommitAsync(NpgsqlConnection connection, RoundKey key) =>
        RunAsync(connection, part => part.Ask(key));

    /// <summary>Reads the answers of the round, which may have been committed before.</summary>
    /// <returns>Null when it was not.</returns>
    public async Task<RoundResult?> FindAsync(NpgsqlConnection connection, RoundKey key)
    {
        var result = await RunAsync(connection, part => part.AskAgain(key));
        return _begin.IsThere ? result : null;
    }

    private async Task<RoundResult> RunAsync(NpgsqlConnection connection, Func<IRoundPart, NpgsqlBatchCommand> ask)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var part in _parts)
        {
            batch.BatchCommands.Add(ask(part));
        }

        await using (var rows = await batch.ExecuteReaderAsync())
        {
            foreach (var part in _parts)
            {
                await part.ReadAsync(rows);
                await rows.NextResultAsync();
            }
        }

        return Result();
    }

    private RoundResult Result()
    {
        var submissions = _begin.IsThere ? _calls?.Answer(_begin, _before) : null;
        _before.AddRange(_after);
        return new RoundResult
        {
            Number = _begin.Number,
            At = Time.Micros.ToTime(_begin.At),
            Settlements = _settle?.Results ?? [],
            Renewals = _renew?.Results ?? [],
            Orders = _obey?.Results ?? [],
            Submissions = submissions ?? [],
            Claims = [.. _claims.Select(claim => claim.Results)],
            Transitions = _before,
            NextSweepAt = _next?.Result,
        };
    }
}
