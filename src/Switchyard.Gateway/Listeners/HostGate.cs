using System.Net;
using Microsoft.AspNetCore.Http;

namespace Switchyard.Gateway.Listeners;

/// <summary>
/// Refuses a <c>Host</c> that is neither an address, nor localhost, nor a configured name. A page elsewhere whose name
/// is made to resolve to this machine (DNS rebinding) would otherwise pass for a page of ours, and drive a listener that
/// asks for no key or trusts its own machine.
/// </summary>
internal sealed class HostGate(IReadOnlyList<string> names)
{
    /// <summary>Whether the request may go on. One without the header, which no browser sends, may.</summary>
    public bool Allows(HttpRequest request)
    {
        var host = NameOf(request.Headers.Host.ToString());
        if (host.IsEmpty || host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || IPAddress.IsValid(host))
        {
            return true;
        }

        foreach (var name in names)
        {
            if (host.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> host)
    {
        var colon = host.LastIndexOf(':');
        return colon > host.LastIndexOf(']') ? host[..colon] : host;
    }
}
