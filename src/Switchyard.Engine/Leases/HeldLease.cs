using Switchyard.Engine.Workers;

namespace Switchyard.Engine.Leases;

/// <summary>A lease that a session of this node holds.</summary>
internal sealed class HeldLease(long jobId, long token, int attempt, WorkerSession session)
{
    /// <summary>The job.</summary>
    public long JobId => jobId;

    /// <summary>The lease's number.</summary>
    public long Token => token;

    /// <summary>The attempt's number.</summary>
    public int Attempt => attempt;

    /// <summary>Who holds it.</summary>
    public WorkerSession Session => session;

    /// <summary>When it is renewed next, as a timestamp of the clock.</summary>
    public long RenewAt { get; set; }

    /// <summary>Its worker said something about it since the last renewal.</summary>
    public bool Reported { get; set; }

    /// <summary>Progress that is not stored yet.</summary>
    public ReadOnlyMemory<byte>? Progress { get; set; }

    /// <summary>Log lines that are not stored yet; null until the first.</summary>
    public LogBuffer? Log { get; set; }
}
