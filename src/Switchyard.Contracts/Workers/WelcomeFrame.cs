namespace Switchyard.Contracts.Workers;

/// <summary>The answer to a hello: the worker is in service.</summary>
/// <param name="Version">The version that both speak from here on.</param>
/// <param name="Session">This connection's name in the server's log.</param>
/// <param name="LeaseSeconds">How long leases outlive a server that died: after so long without a word from it, all held jobs are somebody else's.</param>
/// <param name="ServerVersion">The server's own version, for people.</param>
public sealed record WelcomeFrame(int Version, string Session, double LeaseSeconds, string ServerVersion) : ServerFrame;
