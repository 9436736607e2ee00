namespace Switchyard.Engine.Jobs;

/// <summary>
/// What counts are kept by: one owner's jobs of one route, through one door. Interned: a job's row carries
/// <see cref="Id"/> only. A lane never changes.
/// </summary>
/// <param name="Id">From 1, assigned by the store.</param>
/// <param name="Dialect">The door.</param>
/// <param name="Owner">The API key that submitted, 0 for anonymous callers (all of them are one owner).</param>
/// <param name="Route">What a claim seeks by.</param>
public sealed record Lane(int Id, Dialect Dialect, long Owner, JobRoute Route);
