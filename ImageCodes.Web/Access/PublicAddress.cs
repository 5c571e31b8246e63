using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace ImageCodes.Web.Access;

/// <summary>Tells addresses of the public internet from all others (RFC 6890 and its successors).</summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        }.Select(network => IPNetwork.Parse(network)),
    ];

    // Of IPv6 only global unicast is public, less what carries an IPv4 address within (6to4, Teredo), and documentation.
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork[] NotPublicUnicast =
        [IPNetwork.Parse("2001::/23"), IPNetwork.Parse("2001:db8::/32"), IPNetwork.Parse("2002::/16"), IPNetwork.Parse("3fff::/20")];

    /// <summary>
    /// Whether an address is of the internet and not of a network of this machine, whose hosts may have addresses of the internet too.
    /// </summary>
    public static bool Is(IPAddress address) => Is(address, OwnNetworks());

    internal static bool Is(IPAddress address, IEnumerable<IPNetwork> own)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (own.Any(network => network.Contains(address))) return false;
        return address.AddressFamily == AddressFamily.InterNetwork
            ? !NotPublic.Any(network => network.Contains(address))
            : GlobalUnicast.Contains(address) && !NotPublicUnicast.Any(network => network.Contains(address));
    }

    private static IEnumerable<IPNetwork> OwnNetworks() => NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(card => card.GetIPProperties().UnicastAddresses)
        .Select(own => NetworkOf(own.Address, own.PrefixLength));

    /// <summary>The network of a host's address: its first bits, and zeros.</summary>
    internal static IPNetwork NetworkOf(IPAddress host, int prefix)
    {
        var bytes = host.GetAddressBytes();   // without the scope of a local address
        for (var bit = prefix; bit < 8 * bytes.Length; bit++) bytes[bit >> 3] &= (byte)~(0x80 >> (bit & 7));
        return new IPNetwork(new IPAddress(bytes), prefix);
    }
}
