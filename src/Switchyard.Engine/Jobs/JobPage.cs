namespace Switchyard.Engine.Jobs;

/// <summary>One page of a list.</summary>
/// <param name="Jobs">Newest first; may be short, even empty, while <paramref name="Before"/> is not null: the scan was bounded.</param>
/// <param name="Before">The cursor of the next page; null at the end.</param>
public sealed record JobPage(IReadOnlyList<JobSnapshot> Jobs, long? Before);
