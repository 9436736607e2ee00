namespace Switchyard.Engine.Schedules;

/// <summary>Why a run is made.</summary>
internal enum RunCause
{
    /// <summary>Its slot is due.</summary>
    Slot,

    /// <summary>A client asked for it.</summary>
    Hand,

    /// <summary>A client asked for the runs of slots gone by.</summary>
    Backfill,
}
