using Switchyard.Contracts.Jobs;
using Switchyard.Contracts.Workers;

namespace Switchyard.Verbs;

/// <summary>How a server stands at one moment: the answer of <c>top --json</c>.</summary>
/// <param name="At">When it was asked, by this machine's clock.</param>
/// <param name="Jobs">How many jobs are in each state, by its word.</param>
/// <param name="FinishedPerSecond">Jobs that ended a second since the sample before; absent from the first.</param>
/// <param name="Workers">All workers.</param>
/// <param name="Running">The newest jobs that run.</param>
internal sealed record TopSample(
    DateTimeOffset At,
    IReadOnlyDictionary<string, long> Jobs,
    double? FinishedPerSecond,
    IReadOnlyList<WorkerView> Workers,
    IReadOnlyList<JobView> Running
);
