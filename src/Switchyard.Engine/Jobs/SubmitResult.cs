namespace Switchyard.Engine.Jobs;

/// <summary>How a submit was answered.</summary>
/// <param name="Answer">Accepted or why not.</param>
/// <param name="FirstId">The first job's number; the others follow it.</param>
/// <param name="Salts">The random bits of each job's uuid, in order; empty when refused.</param>
/// <param name="Problem">For a refusal: what was wrong, in words for the client.</param>
public readonly record struct SubmitResult(
    SubmitAnswer Answer,
    long FirstId,
    IReadOnlyList<long> Salts,
    string? Problem = null
)
{
    /// <summary>The uuid of the n-th job.</summary>
    public Guid Uuid(int index) => JobRef.ToGuid(FirstId + index, Salts[index]);
}
