using Switchyard.Engine.Jobs;

namespace Switchyard.Engine.Storage;

/// <summary>How an order was answered.</summary>
/// <param name="Done">Whether it was carried out; an order that was carried out before (cancel of a cancelled job, pause of
/// a paused one, start or resume of a pending one) is refused like any other.</param>
/// <param name="State">The state now; for a refusal, the state that refused; null when there is no such job (or it was just deleted).</param>
/// <param name="RevokedToken">The lease that a cancel revoked; 0 for none.</param>
public readonly record struct OrderResult(bool Done, JobState? State, long RevokedToken);
