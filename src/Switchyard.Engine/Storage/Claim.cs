namespace Switchyard.Engine.Storage;

/// <summary>Asks for jobs of some routes, one a slot: the best by (priority, id) over all the routes first.</summary>
/// <param name="Routes">Route ids, 1 to 1,024, distinct.</param>
/// <param name="Slots">Who gets the first, the second, … job: least loaded first. 1 to 1,024.</param>
/// <param name="LeaseTime">From the round's time on.</param>
public sealed record Claim(IReadOnlyList<int> Routes, IReadOnlyList<ClaimSlot> Slots, TimeSpan LeaseTime);
