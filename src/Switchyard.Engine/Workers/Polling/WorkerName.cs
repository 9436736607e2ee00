using Switchyard.Engine.Accounts;

namespace Switchyard.Engine.Workers.Polling;

/// <summary>Who speaks, and for which worker.</summary>
/// <param name="Id">The worker's name.</param>
/// <param name="Caller">Whose key the request has.</param>
public readonly record struct WorkerName(string Id, Caller Caller);
