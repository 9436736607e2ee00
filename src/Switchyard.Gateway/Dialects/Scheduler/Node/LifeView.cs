namespace Switchyard.Gateway.Dialects.Scheduler.Node;

/// <summary>Whether the node needs a restart: <c>alive</c> or <c>dead</c>.</summary>
internal sealed record LifeView(string Status);
