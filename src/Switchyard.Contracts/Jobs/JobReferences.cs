namespace Switchyard.Contracts.Jobs;

/// <summary>The answer to a submit of many.</summary>
/// <param name="Jobs">One a submission, in its order.</param>
public sealed record JobReferences(IReadOnlyList<JobReference> Jobs);
