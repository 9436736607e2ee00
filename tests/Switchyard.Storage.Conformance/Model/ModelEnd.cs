using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Conformance.Model;

/// <summary>How a job ended.</summary>
/// <param name="Reason">Why it failed.</param>
/// <param name="At">When.</param>
/// <param name="Lease">The lease that it ended in; null for none.</param>
/// <param name="Settlement">The settlement that ended it; null when an order or time did.</param>
internal sealed record ModelEnd(FailureReason Reason, DateTimeOffset At, ModelLease? Lease, Settlement? Settlement);
