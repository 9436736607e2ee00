namespace Switchyard.Engine.Workers;

/// <summary>
/// What an operator sets of a worker, over what it says itself. Null leaves a thing as it is. Ranges are the door's to
/// check, as those of a <see cref="WorkerHello"/>.
/// </summary>
/// <param name="MaxTasks">Jobs that it does at once, 1 to 10,000. A worker that asks for jobs gets no more than it asks for.</param>
/// <param name="Tags">Its tags, at most 64.</param>
/// <param name="Enabled">False drains it: it keeps what it holds and gets nothing more until it is true again.</param>
public sealed record WorkerChange(int? MaxTasks = null, IReadOnlyList<string>? Tags = null, bool? Enabled = null)
{
    /// <summary>Whether it is in service at all.</summary>
    public bool IsEnabled => Enabled ?? true;

    /// <summary>This change, and a later one over it.</summary>
    public WorkerChange Then(WorkerChange later) =>
        new(later.MaxTasks ?? MaxTasks, later.Tags ?? Tags, later.Enabled ?? Enabled);

    /// <summary>What a worker is under this change.</summary>
    public WorkerHello ApplyTo(WorkerHello said) =>
        said with
        {
            Capacity = MaxTasks ?? said.Capacity,
            Tags = Tags ?? said.Tags,
        };
}
