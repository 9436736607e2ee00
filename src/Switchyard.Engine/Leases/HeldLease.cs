using Switchyard.Engine.Storage;
using Switchyard.Engine.Workers;

namespace Switchyard.Engine.Leases;

/// <summary>A lease that a session of this node holds. Guarded by the dispatcher's lock.</summary>
internal sealed class HeldLease(long jobId, long token, int attempt, WorkerSession session)
{
    private bool isReported;
    private bool isReportKept;
    private ReadOnlyMemory<byte>? progress;

    /// <summary>The job.</summary>
    public long JobId => jobId;

    /// <summary>The lease's number.</summary>
    public long Token => token;

    /// <summary>The attempt's number; 0 while nobody had to know it, of a lease that was granted before the node started.</summary>
    public int Attempt { get; set; } = attempt;

    /// <summary>Who holds it.</summary>
    public WorkerSession Session => session;

    /// <summary>When it was given out, as a timestamp of the clock; null when that was before the node started.</summary>
    public long? BeganAt { get; init; }

    /// <summary>The trace that its worker was told of; null while nobody traces, or for none.</summary>
    public string? TraceParent { get; set; }

    /// <summary>When it is renewed next, as a timestamp of the clock.</summary>
    public long RenewAt { get; set; }

    /// <summary>When it is over unless renewed here, as a timestamp of the clock; of a lease of a polling worker.</summary>
    public long EndsAt { get; set; }

    /// <summary>Its settlement is in the round under way.</summary>
    public bool IsEnding { get; set; }

    /// <summary>Its settlement is on its way into a round: it is not lost when its session closes now.</summary>
    public bool IsSettling { get; set; }

    /// <summary>Someone wants the job paused, and its worker has to ask.</summary>
    public bool IsPauseAsked { get; set; }

    /// <summary>Log lines that are not stored yet; null until the first.</summary>
    public LogBuffer? Log { get; set; }

    /// <summary>Whether its worker said something that the store does not know: progress, or that it lives at all.</summary>
    public bool HasNews => progress is not null || isReported != isReportKept;

    /// <summary>Its worker said something about it; the last progress counts.</summary>
    public void Report(ReadOnlyMemory<byte>? news)
    {
        isReported = true;
        progress = news ?? progress;
    }

    /// <summary>The renewal that tells the store all.</summary>
    public Renewal Renewal(TimeSpan leaseTime) => new(jobId, token, leaseTime, isReported, progress);

    /// <summary>A renewal is durable. What was said since then is still news.</summary>
    public void NoteKept(in Renewal kept)
    {
        isReportKept = isReportKept || kept.Reported;
        if (progress is { } last && kept.Progress is { } stored && last.Equals(stored))
        {
            progress = null;
        }
    }
}
