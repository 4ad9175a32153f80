using System.Net;
using System.Net.Sockets;

namespace VideoStream.Cameras.Sources.Network;

/// <summary>The order in which the addresses of a host are tried.</summary>
internal static class AddressOrder
{
    // A camera has two or three. More only come from a name server that is broken or hostile.
    private const int MaxAddresses = 8;

    /// <summary>
    /// Keeps the resolver's order within each address family, and alternates between the families (RFC 8305 section 4).
    /// </summary>
    /// <param name="addresses">The addresses as the resolver returned them.</param>
    /// <param name="preferred">The address that worked last. It comes first if it is still one of them.</param>
    public static IReadOnlyList<IPAddress> Of(IReadOnlyCollection<IPAddress> addresses, IPAddress? preferred)
    {
        AddressFamily first = addresses.FirstOrDefault()?.AddressFamily ?? default;
        IEnumerable<IPAddress> alternating = addresses
            .GroupBy(address => address.AddressFamily == first)
            .SelectMany(family => family.Select((address, index) => (address, index, IsOther: !family.Key)))
            .OrderBy(entry => entry.index)
            .ThenBy(entry => entry.IsOther)
            .Select(entry => entry.address);
        return [.. alternating.OrderByDescending(address => address.Equals(preferred)).Distinct().Take(MaxAddresses)];
    }
}
