namespace Switchyard.Contracts.Workers;

/// <summary>A lease lost.</summary>
/// <param name="Job">The job's number.</param>
/// <param name="Token">The lease's number.</param>
/// <param name="Reason">One of <see cref="RevokeReasons"/>, or a newer word.</param>
public readonly record struct RevokedJob(long Job, long Token, string Reason);
