namespace Switchyard.Engine.Jobs;

/// <summary>The answers to a submit.</summary>
public enum SubmitAnswer
{
    /// <summary>Stored durably.</summary>
    Accepted,

    /// <summary>The same call was accepted before under this idempotency key; these are its jobs.</summary>
    Repeated,

    /// <summary>The idempotency key was used for another content.</summary>
    Conflict,

    /// <summary>A field is out of its range; the problem names it.</summary>
    Invalid,

    /// <summary>A job would run commands, which this caller may not have, or nobody; the problem says which.</summary>
    Forbidden,

    /// <summary>A payload is over 1 MiB, or the metadata over 16 KiB.</summary>
    TooLarge,

    /// <summary>The queue limit, the caller's own, or the limit of distinct types is reached.</summary>
    QueueFull,

    /// <summary>More is coming in than the store takes right now.</summary>
    Overloaded,
}
