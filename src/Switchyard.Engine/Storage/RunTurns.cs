namespace Switchyard.Engine.Storage;

/// <summary>Runs whose turn it is.</summary>
/// <param name="Jobs">Drafts to start: of each group that has no other run at work, the first one.</param>
/// <param name="IsWaiting">Whether runs wait at all, these included.</param>
/// <param name="After">Where to go on; null at the end.</param>
public sealed record RunTurns(IReadOnlyList<long> Jobs, bool IsWaiting, string? After);
