using System.Globalization;
using Switchyard.Contracts.Errors;
using Switchyard.Contracts.Jobs;
using Switchyard.Contracts.Json;
using Switchyard.Contracts.Stats;

namespace Switchyard.Client;

/// <summary>Jobs: submitted, followed, ordered about.</summary>
/// <exception cref="SwitchyardException">From any method: the server refused.</exception>
/// <exception cref="SwitchyardUnreachableException">From any method: nobody answered.</exception>
public sealed class JobsApi
{
    private const string Path = "/api/v1/jobs";

    /// <summary>The longest that one call waits; a longer wait is several calls. Proxies cut quiet calls after a minute.</summary>
    private static readonly TimeSpan MaxWaitPerCall = TimeSpan.FromSeconds(30);

    private readonly ApiCaller _caller;
    private readonly TimeProvider _clock;

    internal JobsApi(ApiCaller caller, TimeProvider clock) => (_caller, _clock) = (caller, clock);

    /// <summary>Submits one job; it is durable when this returns.</summary>
    /// <param name="job">What is to be done.</param>
    /// <param name="idempotencyKey">1 to 255 characters: within 24 hours the same call under it makes no second job.</param>
    /// <param name="cancellation">Gives up waiting for the answer, whatever became of the job.</param>
    public Task<JobReference> SubmitAsync(JobSubmission job, string? idempotencyKey, CancellationToken cancellation) =>
        _caller.PostAsync(
            Path,
            job,
            ContractsJson.Default.JobSubmission,
            ContractsJson.Default.JobReference,
            idempotencyKey,
            cancellation
        );

    /// <summary>Submits 1 to 10,000 jobs, all or none.</summary>
    /// <param name="jobs">What is to be done; 16 MiB in all.</param>
    /// <param name="idempotencyKey">As for one.</param>
    /// <param name="cancellation">As for one.</param>
    /// <returns>One name a job, in order.</returns>
    public async Task<IReadOnlyList<JobReference>> SubmitManyAsync(
        IReadOnlyList<JobSubmission> jobs,
        string? idempotencyKey,
        CancellationToken cancellation
    )
    {
        var answer = await _caller.PostAsync(
            Path,
            jobs,
            ContractsJson.Default.IReadOnlyListJobSubmission,
            ContractsJson.Default.JobReferences,
            idempotencyKey,
            cancellation
        );
        return answer.Jobs;
    }

    /// <summary>A job as it stands, payload and result included; null when there is none, or none that this key sees.</summary>
    public Task<JobView?> FindAsync(JobName job, CancellationToken cancellation) =>
        FindAsync(PathOf(job), TimeSpan.Zero, cancellation);

    /// <summary>The job as soon as it has ended, or as it stands when the time is up, without its payload; null when there is none.</summary>
    /// <param name="job">Which.</param>
    /// <param name="timeout">How long to wait for its end; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<JobView?> WaitAsync(JobName job, TimeSpan timeout, CancellationToken cancellation)
    {
        var begin = _clock.GetTimestamp();
        while (true)
        {
            var left = timeout - _clock.GetElapsedTime(begin);
            var wait =
                timeout == Timeout.InfiniteTimeSpan || left > MaxWaitPerCall ? MaxWaitPerCall
                : left > TimeSpan.Zero ? left
                : TimeSpan.Zero;
            var seconds = wait.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
            var view = await FindAsync($"{PathOf(job)}?payload=false&wait={seconds}", wait, cancellation);
            if (view is null or { IsFinished: true } || wait < MaxWaitPerCall)
            {
                return view;
            }
        }
    }

    /// <summary>A page of jobs, newest first, without results.</summary>
    public Task<JobList> ListAsync(JobFilter filter, CancellationToken cancellation) =>
        _caller.CallAsync(HttpMethod.Get, Path + filter.ToQuery(), ContractsJson.Default.JobList, cancellation);

    /// <summary>How many jobs are in each state.</summary>
    public Task<StatsView> CountAsync(CancellationToken cancellation) =>
        _caller.CallAsync(HttpMethod.Get, "/api/v1/stats", ContractsJson.Default.StatsView, cancellation);

    /// <summary>Cancels a job; a running one's worker is told.</summary>
    public Task<JobOrderView> CancelAsync(JobName job, CancellationToken cancellation) =>
        _caller.CallAsync(HttpMethod.Post, PathOf(job) + "/cancel", ContractsJson.Default.JobOrderView, cancellation);

    /// <summary>Runs a failed or cancelled job again.</summary>
    public Task<JobOrderView> RetryAsync(JobName job, CancellationToken cancellation) =>
        _caller.CallAsync(HttpMethod.Post, PathOf(job) + "/retry", ContractsJson.Default.JobOrderView, cancellation);

    /// <summary>A page of what its workers said, in order.</summary>
    /// <param name="job">Which.</param>
    /// <param name="after">Where the page before ended; null for the beginning.</param>
    /// <param name="wait">How long to wait for lines when there are none, up to 60 s.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<JobLogView> LogsAsync(JobName job, string? after, TimeSpan wait, CancellationToken cancellation)
    {
        var seconds = wait.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
        var place = after is null ? "" : $"&after={Uri.EscapeDataString(after)}";
        return _caller.CallAsync(
            HttpMethod.Get,
            $"{PathOf(job)}/logs?wait={seconds}{place}",
            ContractsJson.Default.JobLogView,
            cancellation,
            wait
        );
    }

    /// <summary>The attempts that failed or were lost.</summary>
    public async Task<IReadOnlyList<JobAttemptView>> AttemptsAsync(JobName job, CancellationToken cancellation)
    {
        var path = PathOf(job) + "/attempts";
        return (
            await _caller.CallAsync(HttpMethod.Get, path, ContractsJson.Default.JobAttempts, cancellation)
        ).Attempts;
    }

    /// <summary>Why the job is not running.</summary>
    public Task<JobWhyView> WhyAsync(JobName job, CancellationToken cancellation) =>
        _caller.CallAsync(HttpMethod.Get, PathOf(job) + "/why", ContractsJson.Default.JobWhyView, cancellation);

    private async Task<JobView?> FindAsync(string path, TimeSpan wait, CancellationToken cancellation)
    {
        try
        {
            return await _caller.CallAsync(HttpMethod.Get, path, ContractsJson.Default.JobView, cancellation, wait);
        }
        catch (SwitchyardException refused) when (refused.Problem.Code == ProblemCodes.NotFound)
        {
            return null;
        }
    }

    private static string PathOf(JobName job) => $"{Path}/{Uri.EscapeDataString(job.Text)}";
}
