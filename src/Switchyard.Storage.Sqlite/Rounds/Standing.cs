using Switchyard.Engine.Jobs;
using Switchyard.Storage.Sqlite.Tables;

namespace Switchyard.Storage.Sqlite.Rounds;

/// <summary>Where a job stands, before a move takes it from there.</summary>
/// <param name="State">Its state.</param>
/// <param name="Lane">Its lane.</param>
/// <param name="Tally">What its attempts have come to.</param>
/// <param name="Lease">The lease of a running job; default otherwise.</param>
/// <param name="ResultBlob">The blob that a finished job's result is in; 0 for none.</param>
internal readonly record struct Standing(
    JobState State,
    int Lane,
    Tally Tally,
    LeaseRow Lease = default,
    long ResultBlob = 0
)
{
    public static Standing Running(in LeaseRow lease) => new(JobState.Running, lease.Lane, lease.Tally, lease);

    public bool IsRunning => State == JobState.Running;

    public bool IsFinished => State.IsFinished();
}
