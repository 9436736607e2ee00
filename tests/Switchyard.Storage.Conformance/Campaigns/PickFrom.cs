namespace Switchyard.Storage.Conformance.Campaigns;

/// <summary>Sets of jobs to pick from.</summary>
internal enum PickFrom
{
    /// <summary>All ever made, deleted ones too.</summary>
    Ever,

    Running,

    Unfinished,

    Finished,

    /// <summary>A job that never was.</summary>
    Never,
}
