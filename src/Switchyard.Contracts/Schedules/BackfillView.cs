namespace Switchyard.Contracts.Schedules;

/// <summary>What a backfill did.</summary>
/// <param name="Made">Runs made for slots that had none.</param>
/// <param name="Repeated">Slots that had a run already.</param>
/// <param name="Rest">The first slot that the limit left out, to go on from; absent when none was.</param>
public sealed record BackfillView(int Made, int Repeated, DateTimeOffset? Rest);
