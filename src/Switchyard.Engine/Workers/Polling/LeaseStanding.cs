namespace Switchyard.Engine.Workers.Polling;

/// <summary>How a lease stands.</summary>
/// <param name="Lost">Why it is no longer held; null while it is.</param>
/// <param name="IsPauseAsked">Someone wants the job paused.</param>
public readonly record struct LeaseStanding(RevokeReason? Lost, bool IsPauseAsked);
