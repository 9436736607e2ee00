namespace Switchyard.Engine.Storage;

/// <summary>The answers to a submission.</summary>
public enum SubmissionAnswer : byte
{
    /// <summary>Stored.</summary>
    Stored,

    /// <summary>The same call was stored before under this idempotency key, or the slot has its run: its jobs are the answer.</summary>
    Repeated,

    /// <summary>The idempotency key was used for something else, or one of its jobs has been deleted since.</summary>
    Conflict,

    /// <summary>The schedule is gone, or at another slot than the one that it was to leave.</summary>
    Stale,

    /// <summary>As many runs of the group as may be have not ended.</summary>
    Live,
}
