namespace Switchyard.Verbs;

/// <summary>One line of the answer of <c>cancel --json</c> and <c>retry --json</c>.</summary>
/// <param name="Id">As the job was named.</param>
/// <param name="State">Its state now; absent when there is no such job.</param>
/// <param name="Error">Why the order was not carried out; absent when it was.</param>
internal sealed record OrderedJob(string Id, string? State, string? Error);
