namespace Switchyard.Engine.Diagnostics;

/// <summary>Running sums, one a member of an enumeration whose members are numbered from 0 on. From any thread.</summary>
internal sealed class Tally<T>
    where T : struct, Enum
{
    private readonly long[] sums = new long[Enum.GetValues<T>().Length];

    /// <summary>The sum so far.</summary>
    public long this[T what] => Volatile.Read(ref sums[Convert.ToInt32(what, null)]);

    /// <summary>Adds to a sum.</summary>
    public void Add(int what, long count)
    {
        if (count != 0)
        {
            Interlocked.Add(ref sums[what], count);
        }
    }
}
