namespace Switchyard.Engine.Jobs;

/// <summary>What workers said while they worked.</summary>
public interface IJobLogs
{
    /// <summary>
    /// Lines from a place on; when there are none yet and the job has not ended, waits for some. Whoever sees the end of
    /// a job has seen its whole log.
    /// </summary>
    /// <param name="job">Which.</param>
    /// <param name="sees">Whose jobs the caller sees.</param>
    /// <param name="from">The place.</param>
    /// <param name="limit">Lines, 1 to 10,000; also at most about 1 MiB of them.</param>
    /// <param name="wait">For how long, up to 10 minutes; zero for not at all.</param>
    /// <param name="cancellation">The caller went away.</param>
    /// <returns>Null when there is no such job.</returns>
    ValueTask<LogPage?> ReadAsync(
        JobRef job,
        long? sees,
        LogCursor from,
        int limit,
        TimeSpan wait,
        CancellationToken cancellation
    );

    /// <summary>The end of what the last attempt said: whole characters, and no more than so many bytes.</summary>
    /// <param name="job">Which.</param>
    /// <param name="maxBytes">At least 1.</param>
    /// <param name="cancellation">The caller went away.</param>
    /// <returns>UTF-8; what was none is replaced. Empty when it said nothing.</returns>
    ValueTask<string> TailAsync(JobSnapshot job, int maxBytes, CancellationToken cancellation);
}
