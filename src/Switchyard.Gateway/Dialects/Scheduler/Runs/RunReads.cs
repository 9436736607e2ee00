using Switchyard.Contracts.Executors;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Schedules;

namespace Switchyard.Gateway.Dialects.Scheduler.Runs;

/// <summary>Puts a run together from what the engine keeps of it.</summary>
internal sealed class RunReads(IJobs jobs, IJobLogs logs)
{
    /// <summary>Output of a run that is shown alone, in bytes.</summary>
    public const int MaxOutput = 64 * 1024;

    /// <summary>Output of each run of a list, in bytes: a page has up to 200.</summary>
    public const int MaxListedOutput = 4 * 1024;

    /// <summary>A run as it stands, with what its executor said of its end, and the end of its output.</summary>
    public async Task<RunView> ViewAsync(ScheduleRun run, int maxOutput, CancellationToken cancellation)
    {
        var job = run.Job;
        var report = job.State.IsFinished() ? RunReport.Read(await jobs.ReadAsync(job.Result, cancellation)) : null;
        return new RunView
        {
            Id = job.Id,
            TaskId = run.ScheduleId,
            ScheduledFor = run.Slot,
            Status = RunWords.Of(job.State, job.Reason),
            Attempt = job.Attempt,
            WorkerId = job.WorkerId,
            CreatedAt = job.CreatedAt,
            StartedAt = job.StartedAt,
            FinishedAt = job.FinishedAt,
            DurationMs = (long?)(job.FinishedAt - job.StartedAt)?.TotalMilliseconds,
            ExitCode = report?.ExitCode,
            Output = job.Attempt == 0 ? null : await logs.TailAsync(job, maxOutput, cancellation),
            Error = job.Error,
        };
    }
}
