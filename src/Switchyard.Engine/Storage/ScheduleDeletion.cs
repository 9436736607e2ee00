namespace Switchyard.Engine.Storage;

/// <summary>The answers to the deletion of a schedule.</summary>
public enum ScheduleDeletion : byte
{
    /// <summary>It is gone.</summary>
    Done,

    /// <summary>There is none.</summary>
    None,

    /// <summary>It has a run that has not ended, and stays.</summary>
    Live,
}
