using Switchyard.Contracts.Workers;

namespace Switchyard.Worker.Executors;

/// <summary>A job in an executor's hands.</summary>
/// <param name="Job">Its number.</param>
/// <param name="Task">The schedule that it is a run of, a task to the scheduler's clients; null for none.</param>
/// <param name="Attempt">From 1.</param>
/// <param name="Payload">The executor's options as JSON.</param>
internal sealed record Run(long Job, long? Task, int Attempt, ReadOnlyMemory<byte> Payload)
{
    public static Run Of(in AssignedJob job) => new(job.Job, job.Schedule, job.Attempt, job.Payload);
}
