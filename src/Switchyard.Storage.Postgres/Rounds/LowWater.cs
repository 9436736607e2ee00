using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Postgres.Rounds;

/// <summary>
/// Where the head of each route is in <c>ready</c>, as far as this node knows: a claim seeks there. Without it a claim
/// walks over every row that was taken since the oldest snapshot that anybody holds (a backup, a report): ten times
/// slower after half a minute. A hint that lasts a second, since other nodes put jobs back as well.
/// </summary>
internal sealed class LowWater(TimeProvider time)
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(1);

    private readonly Dictionary<int, (short Priority, long Id)> _heads = [];
    private long _since = time.GetTimestamp();
    private volatile bool _isStale;

    /// <summary>Jobs may be anywhere: something beside the rounds put some back. Any thread.</summary>
    public void Forget() => _isStale = true;

    /// <summary>A round is about to be sent.</summary>
    public void Begin(Round round)
    {
        var now = time.GetTimestamp();
        if (_isStale || time.GetElapsedTime(_since, now) > Life || MayPutBack(round))
        {
            _isStale = false;
            _since = now;
            _heads.Clear();
        }

        foreach (var submission in round.Submissions)
        {
            foreach (var job in submission.Jobs)
            {
                // New jobs have the highest ids, so one goes before the head only by its priority.
                if (_heads.TryGetValue(job.Lane.Route.Id, out var head) && job.Priority < head.Priority)
                {
                    _heads[job.Lane.Route.Id] = ((short)job.Priority, 0);
                }
            }
        }
    }

    public (short Priority, long Id) Of(int route) => _heads.GetValueOrDefault(route);

    /// <summary>A claim took this job: all that went before it in the route are taken.</summary>
    public void NoteTaken(int route, short priority, long id) => _heads[route] = (priority, id);

    private static bool MayPutBack(Round round) =>
        round.Orders.Count > 0
        || round.SweepLimit > 0
        || round.Settlements.Exists(settlement => settlement.Kind != SettlementKind.Succeeded);
}
