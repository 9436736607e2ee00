namespace Switchyard.Engine.Jobs;

/// <summary>An interned (type, required worker tags): the only key by which jobs are claimed.</summary>
/// <param name="Id">From 1, assigned by the store.</param>
/// <param name="Type">What the job asks for, as its submitter wrote it; aliases are resolved when workers are matched.</param>
/// <param name="Tags">Tags that a worker must have, sorted, distinct; empty for none.</param>
public sealed record JobRoute(int Id, string Type, IReadOnlyList<string> Tags);
