namespace Switchyard.Engine.Storage;

/// <summary>How a submission was answered.</summary>
/// <param name="Answer">Stored or why not.</param>
/// <param name="FirstId">The first job's id, the others follow it; 0 when refused.</param>
/// <param name="FirstSalts">For a repeat: the salts of the first call's jobs, in order (read back); null otherwise.</param>
public readonly record struct SubmissionResult(SubmissionAnswer Answer, long FirstId, IReadOnlyList<long>? FirstSalts);
