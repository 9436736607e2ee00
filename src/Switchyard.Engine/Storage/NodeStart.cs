namespace Switchyard.Engine.Storage;

/// <summary>What a node learns when it starts.</summary>
/// <param name="Node">Its number, from 1.</param>
/// <param name="At">The store's clock.</param>
/// <param name="ReleasedLeases">Leases of dead nodes that were put back.</param>
/// <param name="Store">The store and its version, for people: <c>SQLite 3.40.1 (/usr/lib/…)</c>.</param>
public sealed record NodeStart(long Node, DateTimeOffset At, long ReleasedLeases, string Store);
