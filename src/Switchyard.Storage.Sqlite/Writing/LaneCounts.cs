using Switchyard.Engine.Jobs;

namespace Switchyard.Storage.Sqlite.Writing;

/// <summary>How many jobs of one lane are in each state.</summary>
internal sealed class LaneCounts(int lane, int route)
{
    private readonly long[] _counts = new long[(int)JobState.Cancelled + 1];
    private int _changed;

    public int Lane => lane;

    public int Route => route;

    public long this[JobState state] => _counts[(int)state];

    /// <summary>Sets what is stored.</summary>
    public void Load(JobState state, long count) => _counts[(int)state] = count;

    /// <summary>Counts; true for the lane's first change since it was saved.</summary>
    public bool Add(JobState state, long change)
    {
        var first = _changed == 0;
        _counts[(int)state] += change;
        _changed |= 1 << (int)state;
        return first;
    }

    /// <summary>The states whose count changed; from now on they are saved.</summary>
    public IEnumerable<JobState> TakeChanged()
    {
        var changed = _changed;
        _changed = 0;
        for (var state = JobState.Draft; state <= JobState.Cancelled; state++)
        {
            if ((changed & (1 << (int)state)) != 0)
            {
                yield return state;
            }
        }
    }
}
