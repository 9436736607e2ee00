namespace Switchyard.Gateway.Bodies;

/// <summary>
/// Bounds what large request bodies hold of memory, all together: each is bounded by its route, and connections may be
/// 20,000. Taken as a body grows, so that a length that is merely announced takes nothing, and given back with its request's end.
/// </summary>
/// <param name="total">Bytes in all.</param>
internal sealed class BodyBudget(long total)
{
    /// <summary>Bodies up to this long are not counted: connections bound them.</summary>
    public const int Free = 64 * 1024;

    private long _taken;

    /// <summary>Takes so many bytes; false, and nothing taken, when so many are not left.</summary>
    public bool TryTake(long bytes)
    {
        // Taken first, then compared: of two that want the last bytes at least one sees the other.
        if (Interlocked.Add(ref _taken, bytes) <= total)
        {
            return true;
        }

        Return(bytes);
        return false;
    }

    /// <summary>Gives bytes back.</summary>
    public void Return(long bytes) => Interlocked.Add(ref _taken, -bytes);
}
