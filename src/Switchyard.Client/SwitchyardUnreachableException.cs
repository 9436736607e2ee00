namespace Switchyard.Client;

/// <summary>Nobody answered: the server is down or elsewhere, the connection broke, or the answer was no Switchyard's.</summary>
/// <param name="server">Who was called.</param>
/// <param name="reason">What happened, in words.</param>
/// <param name="inner">The cause; null when an answer came that makes no sense.</param>
public sealed class SwitchyardUnreachableException(Uri server, string reason, Exception? inner = null)
    : Exception($"{server} cannot be reached: {reason}", inner);
