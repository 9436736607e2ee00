namespace Switchyard.Client.Workers;

/// <summary>Which code does which type.</summary>
internal sealed class JobHandlers(IReadOnlyDictionary<string, JobHandler> byType)
{
    public IReadOnlyList<string> Types { get; } = [.. byType.Keys];

    /// <summary>Does a job. Answers null when its lease is gone, so that there is nothing to say.</summary>
    /// <param name="run">The job.</param>
    /// <param name="isStopping">Whether a cancelled job is to be given back.</param>
    public async Task<WorkResult?> RunAsync(JobRun run, Func<bool> isStopping)
    {
        if (!byType.TryGetValue(run.Job.Type, out var handler))
        {
            // An alias of a declared type, say: others may know it.
            return WorkResult.Failed($"This worker has no handler for the type {run.Job.Type}.");
        }

        try
        {
            return await handler(new JobContext(run));
        }
        catch (OperationCanceledException) when (run.Cancellation.IsCancellationRequested)
        {
            return isStopping() ? WorkResult.Released : null;
        }
        catch (Exception problem)
        {
            return WorkResult.Failed(problem.Message);
        }
    }
}
