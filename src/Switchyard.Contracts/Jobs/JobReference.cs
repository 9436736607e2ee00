namespace Switchyard.Contracts.Jobs;

/// <summary>The two names of a job; either may be used wherever the API asks for one.</summary>
/// <param name="Id">Its number, below 2^53.</param>
/// <param name="Uuid">The same as a uuid that nobody can guess.</param>
public sealed record JobReference(long Id, Guid Uuid);
