namespace Switchyard.Gateway.Dialects.Scheduler.Node;

/// <summary>Workers by whether they are there.</summary>
internal sealed record WorkerCounts(int Total, int Online, int Offline);
