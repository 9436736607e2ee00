using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite.Lanes;
using Switchyard.Storage.Sqlite.Schedules;
using Switchyard.Storage.Sqlite.Tables;
using Switchyard.Storage.Sqlite.Time;
using Switchyard.Storage.Sqlite.Writing;

namespace Switchyard.Storage.Sqlite.Rounds;

/// <summary>Applies rounds, each inside the transaction that the writer opened for it.</summary>
internal sealed class RoundApplier
{
    private readonly StoreState _state;
    private readonly Settling _settling;
    private readonly Renewing _renewing;
    private readonly Ordering _ordering;
    private readonly Submitting _submitting;
    private readonly Sweeping _sweeping;
    private readonly Claiming _claiming;

    public RoundApplier(StoreTables tables, StoreState state, LaneCache lanes)
    {
        _state = state;
        Moves = new JobMoves(tables, state, lanes);
        Ends = new AttemptEnds(tables, state, Moves);
        _settling = new Settling(tables, Moves, Ends);
        _renewing = new Renewing(tables, state);
        _ordering = new Ordering(tables, state, Moves);
        _submitting = new Submitting(tables, state, Moves, new LiveRuns(tables));
        _sweeping = new Sweeping(tables, state, Moves, Ends);
        _claiming = new Claiming(tables, state, Moves);
    }

    public JobMoves Moves { get; }

    public AttemptEnds Ends { get; }

    public RoundResult Apply(Round round)
    {
        Moves.Begin(ExpectedTransitions(round));
        var settlements = _settling.Apply(round.Settlements);
        var renewals = _renewing.Apply(round.Renewals);
        var orders = _ordering.Apply(round.Orders);
        var submissions = _submitting.Apply(round.Submissions);
        if (round.SweepLimit > 0)
        {
            _sweeping.Apply(round.SweepLimit);
        }

        var claims = _claiming.Apply(round.Claims);
        return new RoundResult
        {
            Number = _state.NextRound(),
            At = Micros.ToTime(_state.Now),
            Settlements = settlements,
            Renewals = renewals,
            Orders = orders,
            Submissions = submissions,
            Claims = claims,
            Transitions = Moves.Transitions,
            NextSweepAt = round.SweepLimit > 0 ? Micros.ToTime(_sweeping.Next()) : null,
        };
    }

    private static int ExpectedTransitions(Round round)
    {
        var expected = round.Settlements.Count + round.Orders.Count;
        foreach (var submission in round.Submissions)
        {
            expected += submission.Jobs.Count;
        }

        foreach (var claim in round.Claims)
        {
            expected += claim.Slots.Count;
        }

        return expected;
    }
}
