using System.Threading.RateLimiting;
using Switchyard.Engine.Accounts;

namespace Switchyard.Gateway.RateLimits;

/// <summary>
/// Holds each key to its requests a minute: a bucket that holds a minute's worth and fills evenly. Only keys with a
/// limit have a bucket, and one that has been full for some time is dropped, so that there are never more than there are keys.
/// </summary>
internal sealed class KeyRates : IDisposable
{
    // Made with the first key that has a limit: its clock ticks ten times a second.
    private readonly Lazy<PartitionedRateLimiter<Caller>> _limiter = new(() =>
        PartitionedRateLimiter.Create<Caller, long>(caller =>
            RateLimitPartition.GetTokenBucketLimiter(caller.Owner, _ => Bucket(caller.MaxPerMinute ?? int.MaxValue))
        )
    );

    /// <summary>Counts a request.</summary>
    /// <param name="caller">Whose.</param>
    /// <param name="wait">For a refusal: when the next one will pass.</param>
    public bool TryTake(Caller caller, out TimeSpan wait)
    {
        wait = default;
        if (caller.MaxPerMinute is null)
        {
            return true;
        }

        using var lease = _limiter.Value.AttemptAcquire(caller);
        if (!lease.IsAcquired && !lease.TryGetMetadata(MetadataName.RetryAfter, out wait))
        {
            wait = TimeSpan.FromMinutes(1);
        }

        return lease.IsAcquired;
    }

    public void Dispose()
    {
        if (_limiter.IsValueCreated)
        {
            _limiter.Value.Dispose();
        }
    }

    private static TokenBucketRateLimiterOptions Bucket(int perMinute) =>
        new()
        {
            TokenLimit = perMinute,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) / perMinute,
            AutoReplenishment = false,
            QueueLimit = 0,
        };
}
