namespace Switchyard.Engine.Workers.Polling;

/// <summary>What a worker asks for.</summary>
/// <param name="Max">Jobs at most, 1 to 10,000; one round leases 512 at most.</param>
/// <param name="Wait">How long it waits for the first; zero takes what is there.</param>
public readonly record struct PollRequest(int Max, TimeSpan Wait);
