using System.Net;
using System.Net.Sockets;

namespace RecordsManager.Outgoing;

/// <summary>Addresses of the public internet, by the registries of special-purpose addresses (IANA, RFC 6890 and what followed). What is not known to be public is not.</summary>
public static class PublicAddress
{
    private static readonly IPNetwork[] NotPublic = Array.ConvertAll(
        (string[])[
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",

            // within 2000::/3: protocol assignments with Teredo, documentation, and 6to4, which leads to any IPv4 address
            "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"],
        IPNetwork.Parse);

    /// <summary>False also of every IPv6 address that stands for an IPv4 one: whoever means that can say it.</summary>
    public static bool Is(IPAddress address) =>
        address.AddressFamily switch
        {
            AddressFamily.InterNetwork => true,
            AddressFamily.InterNetworkV6 => address.ScopeId == 0 && (address.GetAddressBytes()[0] & 0xe0) == 0x20, // 2000::/3, global unicast
            _ => false,
        }
        && !Array.Exists(NotPublic, network => network.Contains(address));
}
