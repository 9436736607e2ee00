namespace Switchyard.Storage.Conformance.Campaigns;

/// <summary>Which of a job's leases a step is about.</summary>
internal enum TokenPick
{
    /// <summary>The last one, held or not.</summary>
    Last,

    /// <summary>The first one.</summary>
    First,

    /// <summary>One that was never given out.</summary>
    Future,
}
