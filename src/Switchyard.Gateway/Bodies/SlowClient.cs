namespace Switchyard.Gateway.Bodies;

/// <summary>
/// The bound on a client that sends or reads slowly: 64 KiB in any 20 s, or the end. Kestrel's own rates are averages
/// since the body began, so that a client which sent 1 MiB at once could then hold its connection, silent, for a quarter of an hour.
/// </summary>
internal static class SlowClient
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public const int Window = 64 * 1024;
}
