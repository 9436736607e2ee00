using System.Collections.Concurrent;
using Switchyard.Contracts.Workers;

namespace Switchyard.Client.Workers;

/// <summary>
/// Results that were sent and not answered: kept over a broken connection and said again, so that what was recorded is
/// known to be. About as many as the worker's capacity.
/// </summary>
internal sealed class Unanswered
{
    private readonly ConcurrentDictionary<JobLease, JobResult> _results = new();

    public bool IsEmpty => _results.IsEmpty;

    public IReadOnlyCollection<JobResult> All => [.. _results.Values];

    public void Add(in JobResult result) => _results[new JobLease(result.Job, result.Token)] = result;

    public void Remove(in SettledJob answer) => _results.TryRemove(new JobLease(answer.Job, answer.Token), out _);
}
