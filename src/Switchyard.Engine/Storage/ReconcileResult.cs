namespace Switchyard.Engine.Storage;

/// <summary>What one run of the reconciler did.</summary>
/// <param name="After">Where the next run starts; null when the whole store was looked at.</param>
/// <param name="Repairs">One line a repair, for the log; empty when all was well.</param>
/// <param name="Transitions">The changes of state among them.</param>
public sealed record ReconcileResult(long? After, IReadOnlyList<string> Repairs, IReadOnlyList<Transition> Transitions);
