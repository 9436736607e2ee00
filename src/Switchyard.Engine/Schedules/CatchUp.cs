namespace Switchyard.Engine.Schedules;

/// <summary>What becomes of slots that fell due while no node was up.</summary>
public enum CatchUp : byte
{
    /// <summary>The last of them runs, when it is not older than an hour.</summary>
    One = 1,

    /// <summary>None runs.</summary>
    None,

    /// <summary>All of them run, the oldest first; at most 1,000, those after are dropped.</summary>
    All,
}
