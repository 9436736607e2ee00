using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Dispatch;

/// <summary>The kinds of operation, each a place in the round and a way to read its answer.</summary>
internal static class RoundOperations
{
    /// <summary>New jobs.</summary>
    public static RoundOperation<SubmissionResult> Submit(Submission submission) =>
        new(
            submission.Jobs.Count,
            survivesOutage: false,
            round => Append(round.Submissions, submission),
            (result, at) => result.Submissions[at]
        );

    /// <summary>Ends of attempts.</summary>
    public static RoundOperation<IReadOnlyList<SettlementResult>> Settle(IReadOnlyList<Settlement> settlements) =>
        new(
            settlements.Count,
            survivesOutage: true,
            round => Append(round.Settlements, settlements),
            (result, at) => Slice(result.Settlements, at, settlements.Count)
        );

    /// <summary>Ends of attempts that are chosen when their round is made. Not kept through an outage.</summary>
    /// <param name="weight">The most that there may be.</param>
    /// <param name="choose">Adds them.</param>
    public static RoundOperation<bool> Settle(int weight, Action<List<Settlement>> choose) =>
        new(
            weight,
            survivesOutage: false,
            round =>
            {
                choose(round.Settlements);
                return 0;
            },
            (_, _) => true
        );

    /// <summary>Leases to extend, and what to do once that is durable.</summary>
    public static RoundOperation<bool> Renew(IReadOnlyList<Renewal> renewals, Action then) =>
        new(
            renewals.Count,
            survivesOutage: true,
            round => Append(round.Renewals, renewals),
            (_, _) =>
            {
                then();
                return true;
            }
        );

    /// <summary>Leases to extend.</summary>
    /// <param name="renewals">Which.</param>
    /// <param name="survivesOutage">Whether it is tried again after an outage; else whoever asked is told, and asks again.</param>
    /// <param name="then">Hears of the answers on the round loop, before the next round is made; null for nobody.</param>
    public static RoundOperation<IReadOnlyList<bool>> Renew(
        IReadOnlyList<Renewal> renewals,
        bool survivesOutage = true,
        Action<RoundResult, IReadOnlyList<bool>>? then = null
    ) =>
        new(
            renewals.Count,
            survivesOutage,
            round => Append(round.Renewals, renewals),
            (result, at) =>
            {
                var kept = Slice(result.Renewals, at, renewals.Count);
                then?.Invoke(result, kept);
                return kept;
            }
        );

    /// <summary>One order.</summary>
    public static RoundOperation<OrderResult> Order(Order order) =>
        new(1, survivesOutage: false, round => Append(round.Orders, order), (result, at) => result.Orders[at]);

    /// <summary>Orders that belong together.</summary>
    public static RoundOperation<IReadOnlyList<OrderResult>> Orders(IReadOnlyList<Order> orders) =>
        new(
            orders.Count,
            survivesOutage: false,
            round => Append(round.Orders, orders),
            (result, at) => Slice(result.Orders, at, orders.Count)
        );

    /// <summary>Nothing but a turn of the loop: to wake it, and to see that it turns.</summary>
    public static RoundOperation<bool> Turn() => new(1, survivesOutage: false, _ => 0, (_, _) => true);

    private static int Append<T>(List<T> list, T item)
    {
        list.Add(item);
        return list.Count - 1;
    }

    private static int Append<T>(List<T> list, IReadOnlyList<T> items)
    {
        list.AddRange(items);
        return list.Count - items.Count;
    }

    private static T[] Slice<T>(IReadOnlyList<T> all, int from, int count)
    {
        var part = new T[count];
        for (var i = 0; i < count; i++)
        {
            part[i] = all[from + i];
        }

        return part;
    }
}
