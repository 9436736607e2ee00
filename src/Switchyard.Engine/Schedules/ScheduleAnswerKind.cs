namespace Switchyard.Engine.Schedules;

/// <summary>The answers to what is asked of a schedule.</summary>
public enum ScheduleAnswerKind
{
    /// <summary>Carried out.</summary>
    Done,

    /// <summary>There is no such schedule, for this caller.</summary>
    None,

    /// <summary>A field is out of its range.</summary>
    Invalid,

    /// <summary>The payload is over 1 MiB, or the metadata over 16 KiB.</summary>
    TooLarge,

    /// <summary>It has changed since the version that was named, or keeps being changed.</summary>
    Conflict,

    /// <summary>It is disabled.</summary>
    Disabled,

    /// <summary>It has a run that has not ended.</summary>
    Live,

    /// <summary>There are as many schedules, types or unfinished jobs as there may be.</summary>
    Full,

    /// <summary>More is coming in than the store takes right now.</summary>
    Overloaded,

    /// <summary>The caller may not have this type run.</summary>
    Forbidden,
}
