using Switchyard.Engine.Dispatch;

namespace Switchyard.Engine.Workers.Polling;

/// <summary>What a worker is given.</summary>
/// <param name="Access">Whether it may ask; without it there are no jobs.</param>
/// <param name="Jobs">Leased to it from now on; empty when none came in time.</param>
/// <param name="IsDraining">It asked for no further jobs before.</param>
public readonly record struct PollAnswer(PollingAccess Access, IReadOnlyList<Assignment> Jobs, bool IsDraining);
