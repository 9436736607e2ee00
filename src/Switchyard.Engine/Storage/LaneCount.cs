using Switchyard.Engine.Jobs;

namespace Switchyard.Engine.Storage;

/// <summary>How many jobs of a lane are in a state.</summary>
public readonly record struct LaneCount(int LaneId, JobState State, long Count);
