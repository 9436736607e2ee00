namespace Switchyard.Bench.Load;

/// <summary>Which nonces have been delivered; each may be once.</summary>
internal sealed class NonceLedger
{
    private bool[] delivered = new bool[1024 * 1024];

    /// <summary>Nonces struck off.</summary>
    public long Count { get; private set; }

    /// <summary>Notes a delivery.</summary>
    /// <param name="nonce">From 0, without gaps over the life of a load.</param>
    /// <exception cref="BenchException">It was delivered before: nothing in a bench lets a lease lapse.</exception>
    public void StrikeOff(ulong nonce)
    {
        int index = checked((int)nonce);
        if (index >= delivered.Length)
        {
            Array.Resize(ref delivered, Math.Max(index + 1, delivered.Length * 2));
        }
        if (delivered[index])
        {
            throw new BenchException($"The job with nonce {nonce} was delivered twice.");
        }
        delivered[index] = true;
        Count++;
    }
}
