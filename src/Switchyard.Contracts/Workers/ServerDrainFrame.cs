namespace Switchyard.Contracts.Workers;

/// <summary>No further jobs will come on this connection: finish what is held. The server closes it when it stops.</summary>
public sealed record ServerDrainFrame : ServerFrame;
