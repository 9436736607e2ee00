namespace Switchyard.Engine.Storage;

/// <summary>Extends a lease, and stores a progress report where there is one.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Token">The lease's number.</param>
/// <param name="LeaseTime">From the round's time on.</param>
/// <param name="Reported">The worker itself gave a sign of life about this job: its count of lapses in a row starts anew.</param>
/// <param name="Progress">The progress to keep as the job's last, opaque JSON of at most 16 KiB; null to leave what is there.</param>
public readonly record struct Renewal(
    long JobId,
    long Token,
    TimeSpan LeaseTime,
    bool Reported,
    ReadOnlyMemory<byte>? Progress
);
