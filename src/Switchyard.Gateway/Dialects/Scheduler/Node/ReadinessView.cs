namespace Switchyard.Gateway.Dialects.Scheduler.Node;

/// <summary>Whether the node can take work now, and what keeps it.</summary>
internal sealed record ReadinessView(string Status, bool Listening, bool Stopping, bool Store, bool Queue);
