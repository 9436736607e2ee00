namespace Switchyard.Engine.Jobs;

/// <summary>How an order was answered.</summary>
/// <param name="Answer">Carried out or why not.</param>
/// <param name="State">The job's state now; null when it is gone.</param>
public readonly record struct OrderOutcome(OrderAnswer Answer, JobState? State);
