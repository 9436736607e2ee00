using Switchyard.Engine.Jobs;

namespace Switchyard.Gateway.Dialects.Broker;

/// <summary>What a worker says on its socket.</summary>
internal abstract record WorkerMessage
{
    private WorkerMessage() { }

    /// <summary>Its first word, and again whenever something of it changes.</summary>
    /// <param name="Types">What it does, at least one, distinct.</param>
    /// <param name="Capacity">Tasks that it does at once.</param>
    /// <param name="Address">Its own word on its address; null for none.</param>
    /// <param name="Features">What it understands beyond new_task.</param>
    public sealed record Register(IReadOnlyList<string> Types, int Capacity, string? Address, WorkerFeatures Features)
        : WorkerMessage;

    /// <summary>A sign of life.</summary>
    /// <param name="Pending">Tasks that wait in it, as it says; null when it does not.</param>
    public sealed record StatusUpdate(int? Pending) : WorkerMessage;

    /// <summary>The end of a task.</summary>
    /// <param name="Job">Which; null when it is no id of ours.</param>
    /// <param name="Failed">Whether it failed.</param>
    /// <param name="Result">What came as result, with a failure too; a copy.</param>
    /// <param name="Error">A failure's message.</param>
    public sealed record TaskResult(JobRef? Job, bool Failed, ReadOnlyMemory<byte> Result, string? Error)
        : WorkerMessage;

    /// <summary>How far a task is.</summary>
    /// <param name="Job">Which.</param>
    /// <param name="Value">Any JSON; a copy.</param>
    public sealed record Progress(JobRef? Job, ReadOnlyMemory<byte> Value) : WorkerMessage;

    /// <summary>Lines of a task's log.</summary>
    /// <param name="Job">Which.</param>
    /// <param name="Text">UTF-8.</param>
    public sealed record Log(JobRef? Job, ReadOnlyMemory<byte> Text) : WorkerMessage;

    /// <summary>The task stopped because it was asked to.</summary>
    /// <param name="Job">Which.</param>
    /// <param name="Checkpoint">What its next attempt shall get; empty for nothing; a copy.</param>
    public sealed record Paused(JobRef? Job, ReadOnlyMemory<byte> Checkpoint) : WorkerMessage;

    /// <summary>Nothing that can be acted on.</summary>
    /// <param name="Problem">Why, for people.</param>
    public sealed record Unusable(string Problem) : WorkerMessage;
}
