using System.Diagnostics;

namespace Switchyard.Client.Workers;

/// <summary>Which code does which type.</summary>
internal sealed class JobHandlers(IReadOnlyDictionary<string, JobHandler> byType)
{
    // Whoever collects traces asks for this name; each handler then runs inside a span of its job's trace.
    private static readonly ActivitySource Source = new("Switchyard.Client");

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

        using var span = Begin(run);
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
            span?.SetStatus(ActivityStatusCode.Error, problem.Message);
            return WorkResult.Failed(problem.Message);
        }
    }

    private static Activity? Begin(JobRun run)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var parent = ActivityContext.TryParse(run.Job.TraceParent, null, isRemote: true, out var known)
            ? known
            : default;
        var span = Source.StartActivity($"process {run.Job.Type}", ActivityKind.Consumer, parent);
        span?.SetTag("messaging.system", "switchyard");
        span?.SetTag("messaging.operation.name", "process");
        span?.SetTag("messaging.operation.type", "process");
        span?.SetTag("messaging.destination.name", run.Job.Type);
        span?.SetTag("messaging.message.id", run.Job.Job);
        return span;
    }
}
