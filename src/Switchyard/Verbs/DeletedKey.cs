namespace Switchyard.Verbs;

/// <summary>The answer of <c>keys delete --json</c>.</summary>
/// <param name="Id">The key that is no more.</param>
internal sealed record DeletedKey(long Id);
