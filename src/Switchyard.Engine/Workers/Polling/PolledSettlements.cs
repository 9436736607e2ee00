using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Workers.Polling;

/// <summary>What became of a worker's settlements.</summary>
/// <param name="Access">Granted, unknown (they were taken all the same), or denied (they were not).</param>
/// <param name="Results">One a settlement, in order.</param>
/// <param name="Next">The next jobs; null when none were asked for.</param>
public readonly record struct PolledSettlements(
    PollingAccess Access,
    IReadOnlyList<SettlementResult> Results,
    PollAnswer? Next
);
