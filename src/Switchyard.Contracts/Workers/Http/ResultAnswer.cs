namespace Switchyard.Contracts.Workers.Http;

/// <summary>What became of one result.</summary>
/// <param name="Job">The job's number.</param>
/// <param name="Token">The lease's number.</param>
/// <param name="Answer">settled, repeated, conflict, stale or gone; final.</param>
public sealed record ResultAnswer(long Job, long Token, string Answer);
