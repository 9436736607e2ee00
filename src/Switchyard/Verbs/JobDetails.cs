using Switchyard.Contracts.Jobs;

namespace Switchyard.Verbs;

/// <summary>All there is to know of a job: the answer of <c>show --json</c>.</summary>
/// <param name="Job">As it stands, payload and result included.</param>
/// <param name="Attempts">Those that failed or were lost.</param>
/// <param name="Why">Why it is not running; absent when it has ended.</param>
internal sealed record JobDetails(JobView Job, IReadOnlyList<JobAttemptView> Attempts, JobWhyView? Why);
