namespace Switchyard.Engine.Jobs;

/// <summary>Why a job is where it is.</summary>
/// <param name="State">Its state.</param>
/// <param name="Cause">The one cause that stands in its way.</param>
/// <param name="Detail">The same in words, with the names and times that matter.</param>
public sealed record JobWhy(JobState State, WhyCause Cause, string Detail);
