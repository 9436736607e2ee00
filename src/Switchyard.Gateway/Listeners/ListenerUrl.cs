using System.Globalization;
using System.Net;

namespace Switchyard.Gateway.Listeners;

/// <summary>Where a listener is served: <c>http://127.0.0.1:8000</c>, <c>https://*:443/broker</c>.</summary>
/// <param name="IsHttps">Whether it speaks TLS.</param>
/// <param name="Host">As written: an address (IPv6 in brackets), <c>localhost</c>, or <c>*</c> for every address.</param>
/// <param name="Port">0 to 65535; 0 takes any free one.</param>
/// <param name="PathPrefix">Empty, or <c>/…</c> without a slash at its end: what is cut off before the dialect sees the path.</param>
public sealed record ListenerUrl(bool IsHttps, string Host, int Port, string PathPrefix)
{
    /// <summary>The address; null for <c>localhost</c> (both loopback addresses) and <c>*</c>.</summary>
    public IPAddress? Address { get; } = IPAddress.TryParse(Host, out var address) ? address : null;

    /// <summary>Whether nobody but this machine can reach it.</summary>
    public bool IsLoopback => Host == "localhost" || (Address is not null && IPAddress.IsLoopback(Address));

    /// <summary>Whether two URLs meet on one socket. Two that each take any free port do not.</summary>
    public bool SharesSocketWith(ListenerUrl other) => Port != 0 && Port == other.Port && Host == other.Host;

    /// <inheritdoc/>
    public override string ToString() => $"{(IsHttps ? "https" : "http")}://{Host}:{Port}{PathPrefix}";

    /// <summary>Reads a URL.</summary>
    /// <param name="text">What the operator wrote.</param>
    /// <param name="url">The parts.</param>
    /// <param name="problem">For a refusal: what is wrong, as the rest of a sentence about the text.</param>
    public static bool TryParse(string text, out ListenerUrl? url, out string? problem)
    {
        url = null;
        problem = null;
        var isHttps = text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        if (!isHttps && !text.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        {
            problem = "is not a URL that begins with http:// or https://";
            return false;
        }

        var rest = text[(isHttps ? 8 : 7)..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var authority = slash < 0 ? rest : rest[..slash];
        var prefix = slash < 0 ? "" : rest[slash..].TrimEnd('/');
        var colon = authority.LastIndexOf(':');
        var hasPort = colon > authority.LastIndexOf(']');
        var host = (hasPort ? authority[..colon] : authority).ToLowerInvariant();
        var port = isHttps ? 443 : 80;
        if (
            hasPort
            && (
                !int.TryParse(authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port)
                || port > 65535
            )
        )
        {
            problem = "has no port from 0 to 65535";
        }
        else if (host is not ("localhost" or "*") && !IsAddress(host))
        {
            problem = "names no address to listen on: write an IP address (IPv6 in brackets), localhost, or * for all";
        }
        else if (host == "localhost" && port == 0)
        {
            problem = "cannot take any free port on localhost, which is two addresses: write 127.0.0.1 or [::1]";
        }
        else if (prefix.Any(letter => !char.IsAsciiLetterOrDigit(letter) && !"/-._~".Contains(letter)))
        {
            problem = "has a path with other characters than letters, digits and -._~/";
        }
        else
        {
            url = new ListenerUrl(isHttps, host, port, prefix);
        }

        return problem is null;
    }

    private static bool IsAddress(string host) =>
        host.StartsWith('[')
            ? host.EndsWith(']') && IPAddress.TryParse(host, out _)
            : !host.Contains(':', StringComparison.Ordinal) && IPAddress.TryParse(host, out _);
}
