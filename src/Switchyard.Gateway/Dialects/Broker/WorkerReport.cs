using Switchyard.Engine.Workers;

namespace Switchyard.Gateway.Dialects.Broker;

/// <summary>An end of an attempt on its way to the engine.</summary>
/// <param name="Settlement">What the engine gets.</param>
/// <param name="Name">The task as the worker named it, for the answer; null when the server itself reports.</param>
internal readonly record struct WorkerReport(WorkerSettlement Settlement, Guid? Name);
