using Switchyard.Engine.Jobs;
using Switchyard.Storage.Sqlite.Lanes;

namespace Switchyard.Storage.Sqlite.Reading;

/// <summary>What a query asks of a job's lane and state; which lanes match is remembered, for thousands of rows share them.</summary>
internal sealed class JobFilter
{
    private readonly JobQuery _query;
    private readonly LaneCache _lanes;
    private readonly Dictionary<int, bool> _accepted = [];

    public JobFilter(JobQuery query, LaneCache lanes)
    {
        (_query, _lanes) = (query, lanes);
        States = query.Reason is null ? query.States : FailedIn(query.States);
        HasUnfinished = States is null || States.Any(state => !state.IsFinished());
    }

    /// <summary>States to accept; null for any.</summary>
    public IReadOnlySet<JobState>? States { get; }

    /// <summary>Whether a job that has not ended can match.</summary>
    public bool HasUnfinished { get; }

    /// <summary>Whether a job that ended so matches.</summary>
    public bool Accepts(JobState state, FailureReason reason) =>
        States?.Contains(state) != false && (_query.Reason ?? reason) == reason;

    /// <summary>Whether a lane's jobs can match.</summary>
    public bool AcceptsLane(int id)
    {
        if (!_accepted.TryGetValue(id, out var accepts))
        {
            _accepted[id] = accepts = Accepts(_lanes[id]);
        }

        return accepts;
    }

    private static HashSet<JobState> FailedIn(IReadOnlySet<JobState>? states) =>
        states?.Contains(JobState.Failed) == false ? [] : [JobState.Failed];

    private bool Accepts(Lane lane) =>
        (_query.Dialect ?? lane.Dialect) == lane.Dialect
        && (_query.Owner ?? lane.Owner) == lane.Owner
        && (_query.Type ?? lane.Route.Type) == lane.Route.Type
        && (_query.Tag is null || lane.Route.Tags.Contains(_query.Tag));
}
