using System.Net;
using System.Net.Sockets;

namespace VideoStream.Access;

/// <summary>What counts as one address in limits.</summary>
internal static class ClientAddress
{
    private const int NetworkBytes = 8;

    /// <summary>
    /// The address that counts. Of IPv6 it is the network of 64 bits, because a host can use all addresses of one. All hosts of a link
    /// share the network of link-local addresses.
    /// </summary>
    public static IPAddress Of(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || address.IsIPv6LinkLocal)
            return address;
        byte[] bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }
}
