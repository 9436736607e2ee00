namespace Switchyard.Verbs;

/// <summary>One line of the answer of <c>cancel --json</c>.</summary>
/// <param name="Id">As the job was named.</param>
/// <param name="State">Its state now; absent when there is no such job.</param>
/// <param name="Error">Why it was not cancelled; absent when it was.</param>
internal sealed record CancelledJob(string Id, string? State, string? Error);
