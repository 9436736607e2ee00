using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Events;

/// <summary>One change of a job's state, as streamed.</summary>
/// <param name="Round">The round that made it.</param>
/// <param name="At">Its time.</param>
/// <param name="Change">What changed.</param>
public readonly record struct JobEvent(long Round, DateTimeOffset At, Transition Change);
