namespace Switchyard.Engine.Storage;

/// <summary>What one run of the reconciler did.</summary>
/// <param name="After">Where the next run starts; null when the whole store was looked at.</param>
/// <param name="Repairs">One line a repair, for the log; empty when all was well.</param>
/// <param name="Transitions">
/// The changes of state among them. They change no count: what was counted of a job that was in no state, or in two, nobody
/// knows, and <see cref="Counts"/> say it once the lanes are recounted.
/// </param>
public sealed record ReconcileResult(long? After, IReadOnlyList<string> Repairs, IReadOnlyList<Transition> Transitions)
{
    /// <summary>
    /// After the last run: what the recount added to the kept counts, each lane and state at most once, as a difference
    /// (below zero where too many were counted). Every driver must give them: the engine keeps the same counts in
    /// memory, and has them wrong until its next start otherwise. Empty when all was well.
    /// </summary>
    public IReadOnlyList<LaneCount> Counts { get; init; } = [];
}
