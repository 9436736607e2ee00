namespace Switchyard.Engine.Jobs;

/// <summary>What can stand in a job's way.</summary>
public enum WhyCause
{
    /// <summary>Nothing: it is about to be dispatched.</summary>
    Ready,

    /// <summary>It is running.</summary>
    Running,

    /// <summary>It has ended.</summary>
    Finished,

    /// <summary>It is a draft and waits to be started.</summary>
    Draft,

    /// <summary>It is paused.</summary>
    Paused,

    /// <summary>It is delayed, or waits between two attempts.</summary>
    Later,

    /// <summary>No connected worker does its type.</summary>
    NoWorker,

    /// <summary>Workers do its type, but none has all the tags that it requires.</summary>
    TagsUnmatched,

    /// <summary>Every worker that could do it is at its capacity.</summary>
    AtCapacity,

    /// <summary>Every worker that could do it is draining.</summary>
    Draining,
}
