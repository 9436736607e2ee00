namespace Switchyard.Worker.Executors;

/// <summary>The last bytes of what is written to it.</summary>
internal sealed class Tail(int capacity)
{
    private readonly byte[] _ring = new byte[capacity];
    private long _written;

    /// <summary>Bytes that were written and are no longer kept.</summary>
    public long LeftOut => Math.Max(0, _written - capacity);

    /// <summary>Adds bytes, at the cost of the oldest.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        _written += Math.Max(0, bytes.Length - capacity);
        var rest = bytes[Math.Max(0, bytes.Length - capacity)..];
        var place = (int)(_written % capacity);
        var first = Math.Min(rest.Length, capacity - place);
        rest[..first].CopyTo(_ring.AsSpan(place));
        rest[first..].CopyTo(_ring);
        _written += rest.Length;
    }

    /// <summary>What is kept, oldest first.</summary>
    public byte[] ToArray()
    {
        var place = (int)(_written % capacity);
        return _written <= capacity ? _ring[..(int)_written] : [.. _ring[place..], .. _ring[..place]];
    }
}
