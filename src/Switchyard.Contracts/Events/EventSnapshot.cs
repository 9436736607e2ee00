using Switchyard.Contracts.Jobs;

namespace Switchyard.Contracts.Events;

/// <summary>
/// How things stand, sent at the start of a stream of events and whenever events were missed. What follows may repeat
/// what is in it already.
/// </summary>
/// <param name="Counts">How many of the caller's jobs are in each state.</param>
/// <param name="Jobs">The jobs that the stream is about, when it names some; those that are gone are left out.</param>
public sealed record EventSnapshot(IReadOnlyDictionary<string, long> Counts, IReadOnlyList<JobView>? Jobs);
