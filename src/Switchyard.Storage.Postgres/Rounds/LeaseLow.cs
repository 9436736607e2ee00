namespace Switchyard.Storage.Postgres.Rounds;

/// <summary>
/// A time up to which no lease is over, as far as this node knows: a sweep seeks from there. Without it, it walks over
/// every lease that there was since the oldest snapshot that anybody holds.
/// </summary>
/// <remarks>
/// A lease that this node grants ends after the sweep before it. One that another node granted may be committed when it is
/// over already, and that node may be dead: so all are looked at now and then.
/// </remarks>
internal sealed class LeaseLow(TimeProvider time)
{
    /// <summary>Behind the last sweep, for leases that were locked at that moment: in microseconds.</summary>
    private const long Margin = 2_000_000;

    /// <summary>All leases are looked at this often.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private long _low;
    private long _since = time.GetTimestamp();

    /// <summary>In microseconds; 0 when all are to be looked at.</summary>
    public long Time => _low;

    /// <summary>A round is about to be sent.</summary>
    public void Begin()
    {
        if (time.GetElapsedTime(_since) > Life)
        {
            Forget();
        }
    }

    /// <summary>A sweep moved all that it found.</summary>
    /// <param name="at">Its time.</param>
    /// <param name="next">When the next one has work; null for never.</param>
    public void Note(long at, long? next) => _low = Math.Max(_low, Math.Min(at, next ?? at) - Margin);

    /// <summary>A round broke: what it did is not known.</summary>
    public void Forget() => (_low, _since) = (0, time.GetTimestamp());
}
