using System.Net;
using System.Net.Sockets;

namespace Switchyard.Contracts.Net;

/// <summary>Tells addresses of the open internet from all others.</summary>
public static class PublicAddress
{
    // IANA special-purpose registries (RFC 6890 and its updates), multicast and reserved space.
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16", // link-local, and where clouds tell machines their secrets
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3", // multicast, reserved, broadcast
            "::/96", // unspecified, loopback, IPv4-compatible
            "64:ff9b::/96", // NAT64: an IPv4 address inside
            "64:ff9b:1::/48",
            "100::/64",
            "2001::/23", // Teredo and other protocol assignments
            "2001:db8::/32",
            "2002::/16", // 6to4: an IPv4 address inside
            "3fff::/20",
            "5f00::/16",
            "fc00::/7", // unique local
            "fe80::/9", // link-local and the old site-local
            "ff00::/8", // multicast
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>Whether the address is one of the open internet.</summary>
    public static bool Is(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6
            && !Special.Any(network => network.Contains(plain));
    }
}
