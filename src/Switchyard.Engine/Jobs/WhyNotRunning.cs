using System.Globalization;
using Switchyard.Engine.Workers;

namespace Switchyard.Engine.Jobs;

/// <summary>Says what stands in a job's way.</summary>
internal static class WhyNotRunning
{
    /// <summary>Explains.</summary>
    /// <param name="job">The job.</param>
    /// <param name="able">Connected workers that do its type and have its tags.</param>
    /// <param name="untagged">Connected workers that do its type and lack a tag.</param>
    public static JobWhy Explain(JobSnapshot job, IReadOnlyList<WorkerSession> able, int untagged) =>
        job.State switch
        {
            JobState.Draft => new(job.State, WhyCause.Draft, "It is a draft and waits to be started."),
            JobState.Scheduled => new(job.State, WhyCause.Later, Later(job)),
            JobState.Pending => Pending(job, able, untagged),
            JobState.Running => new(job.State, WhyCause.Running, $"It is running on worker '{job.WorkerId}'."),
            JobState.Paused => new(job.State, WhyCause.Paused, "It is paused and waits to be resumed."),
            JobState.Succeeded or JobState.Failed or JobState.Cancelled => new(
                job.State,
                WhyCause.Finished,
                "It has ended."
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(job), job.State, "An unknown state."),
        };

    private static string Later(JobSnapshot job)
    {
        var due = job.DueAt?.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        return job.Attempt == 0
            ? $"It is delayed until {due}."
            : $"Attempt {job.Attempt} did not succeed; the next begins at {due} or later.";
    }

    private static JobWhy Pending(JobSnapshot job, IReadOnlyList<WorkerSession> able, int untagged)
    {
        var type = job.Lane.Route.Type;
        var (cause, detail) = able switch
        {
            [] when untagged > 0 => (
                WhyCause.TagsUnmatched,
                $"{untagged} workers do '{type}', but none has all of its tags: {string.Join(", ", job.Lane.Route.Tags)}."
            ),
            [] => (WhyCause.NoWorker, $"No worker that does '{type}' is connected."),
            _ when able.All(worker => worker.IsDraining || !worker.Set.IsEnabled) => (
                WhyCause.Draining,
                $"All {able.Count} workers that do '{type}' are draining or disabled."
            ),
            _ when able.All(worker => worker.FreeSlots <= 0) && able.Any(worker => worker.Polls is not null) => (
                WhyCause.AtCapacity,
                $"Of {able.Count} workers that do '{type}' none has a free slot, or asks for a job at this moment."
            ),
            _ when able.All(worker => worker.FreeSlots <= 0) => (
                WhyCause.AtCapacity,
                $"All {able.Count} workers that do '{type}' are at their capacity of {able.Sum(worker => worker.Capacity)} jobs in all."
            ),
            _ => (WhyCause.Ready, "Nothing: it is about to be dispatched."),
        };
        return new(job.State, cause, detail);
    }
}
