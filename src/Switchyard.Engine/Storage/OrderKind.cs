namespace Switchyard.Engine.Storage;

/// <summary>The orders. Which states each one accepts is part of its meaning; anything else is refused.</summary>
public enum OrderKind : byte
{
    /// <summary>Draft to pending (to scheduled when its delay, counted from the submit, is not over).</summary>
    Start,

    /// <summary>Pending or scheduled to paused. Running: refused here; the engine asks the worker, who settles as paused.</summary>
    Pause,

    /// <summary>Paused to pending.</summary>
    Resume,

    /// <summary>Any unfinished state to cancelled; a lease is revoked at once.</summary>
    Cancel,

    /// <summary>Failed or cancelled to pending, with attempts to spend and lapses counted from zero; attempt numbers go on.
    /// Its time to live, where it has one, starts anew; result, error and checkpoint go.</summary>
    Retry,

    /// <summary>Any state but running: the job and all that belongs to it are removed.</summary>
    Delete,
}
