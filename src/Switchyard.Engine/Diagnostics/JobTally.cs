using Switchyard.Engine.Jobs;

namespace Switchyard.Engine.Diagnostics;

/// <summary>What became of the jobs of one type, through one door, since this node started.</summary>
internal sealed class JobTally
{
    private const int Reasons = (int)FailureReason.WorkerLost + 1;

    private readonly long[] ended = new long[3 * Reasons];
    private readonly long[] again = new long[Reasons];
    private long submitted;
    private long started;

    /// <summary>Jobs stored.</summary>
    public long Submitted => Volatile.Read(ref submitted);

    /// <summary>Attempts begun.</summary>
    public long Started => Volatile.Read(ref started);

    /// <summary>Jobs that ended so.</summary>
    public long Ended(JobState outcome, FailureReason reason) => Volatile.Read(ref ended[At(outcome, reason)]);

    /// <summary>Attempts that ended so and are followed by another one.</summary>
    public long TriedAgain(FailureReason reason) => Volatile.Read(ref again[(int)reason]);

    /// <summary>Attempts whose lease ended without a word of their worker.</summary>
    public long Lost => TriedAgain(FailureReason.WorkerLost) + Ended(JobState.Failed, FailureReason.WorkerLost);

    /// <summary>Counts a durable change. By one thread at a time.</summary>
    public void Add(JobState? from, JobState? to, FailureReason reason)
    {
        if (to is not { } state)
        {
            return; // a deletion
        }

        if (from is null)
        {
            submitted++;
        }

        if (state == JobState.Running)
        {
            started++;
        }
        else if (state.IsFinished())
        {
            ended[At(state, state == JobState.Failed ? reason : FailureReason.None)]++;
        }
        else if (from == JobState.Running && reason != FailureReason.None)
        {
            again[(int)reason]++;
        }
    }

    private static int At(JobState outcome, FailureReason reason) =>
        ((outcome - JobState.Succeeded) * Reasons) + (int)reason;
}
