using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Conformance.Campaigns;

/// <summary>One step of a campaign.</summary>
internal abstract record Step
{
    private Step() { }

    public sealed record Commit(IReadOnlyList<Act> Acts) : Step
    {
        public override string ToString() => "Round\n" + string.Join('\n', Acts.Select(act => "    " + act));
    }

    public sealed record Wait(TimeSpan Time) : Step;

    /// <summary>Until the very microsecond at which time next moves a job, or the last one before it.</summary>
    public sealed record WaitForDue(bool JustBefore) : Step;

    /// <param name="WallJump">How far the wall clock is set meanwhile.</param>
    public sealed record Restart(TimeSpan WallJump) : Step;

    /// <summary>The disk is full, or no longer: a round may fail, and has then changed nothing.</summary>
    public sealed record Fill(bool Full) : Step;

    /// <summary>Everything is deleted, and long gone: nothing must be left of it.</summary>
    public sealed record Empty : Step;

    public sealed record Retain(Retention Keep, int Limit) : Step;

    public sealed record List(JobState? State, Dialect? Dialect, long? Owner, string? Type, int Limit, int Scan) : Step;

    /// <param name="RetryAfter">Null when it was delivered.</param>
    public sealed record NoteCallback(Pick Job, TimeSpan? RetryAfter) : Step;

    /// <summary>Everything that can be read.</summary>
    public sealed record CompareAll : Step;
}
