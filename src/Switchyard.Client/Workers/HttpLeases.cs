using System.Collections.Concurrent;
using Switchyard.Contracts.Workers;

namespace Switchyard.Client.Workers;

/// <summary>The leases that a worker over HTTP holds, and until when at least. Thread-safe.</summary>
internal sealed class HttpLeases(TimeProvider clock)
{
    private readonly ConcurrentDictionary<JobLease, long> _held = new();

    /// <summary>How long a lease lasts unless it is renewed; set once it is known.</summary>
    public TimeSpan Time { get; set; }

    /// <summary>Those held.</summary>
    public IReadOnlyList<JobLease> All => [.. _held.Keys];

    /// <summary>The end of a lease that is granted or renewed from now on, before its request is sent.</summary>
    public long Until() => clock.GetTimestamp() + (long)(Time.TotalSeconds * clock.TimestampFrequency);

    /// <summary>A lease was granted.</summary>
    public void Add(JobLease lease) => _held[lease] = Until();

    /// <summary>A lease was renewed; one that was settled meanwhile stays settled.</summary>
    public void Renew(JobLease lease, long until)
    {
        if (_held.TryGetValue(lease, out var before))
        {
            _held.TryUpdate(lease, until, before);
        }
    }

    /// <summary>A lease is over; false when it was before.</summary>
    public bool Remove(JobLease lease) => _held.TryRemove(lease, out _);

    /// <summary>Those that have surely lapsed.</summary>
    public IReadOnlyList<RevokedJob> Lapsed()
    {
        var now = clock.GetTimestamp();
        return
        [
            .. _held
                .Where(entry => entry.Value <= now)
                .Select(entry => new RevokedJob(entry.Key.Job, entry.Key.Token, RevokeReasons.Lapsed)),
        ];
    }
}
