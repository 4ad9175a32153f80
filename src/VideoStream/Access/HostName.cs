using System.Net;

namespace VideoStream.Access;

/// <summary>Hosts as URLs and headers have them.</summary>
internal static class HostName
{
    /// <summary>The names of this machine that its own network resolves.</summary>
    public static readonly string[] OfMachine = Names(Dns.GetHostName());

    /// <summary>Whether a host is an IP address. A page can't give an address to another machine, as it can with its own name.</summary>
    public static bool IsAddress(string host) => IPAddress.TryParse(host, out _);

    /// <summary>The one form of a host that is compared: addresses can be written in several.</summary>
    /// <param name="host">A host without its port. An IPv6 address may have brackets.</param>
    public static string Normalize(string host) =>
        IPAddress.TryParse(host, out IPAddress? address) ? address.ToString() : host.TrimEnd('.').ToLowerInvariant();

    private static string[] Names(string name)
    {
        string first = name.Split('.')[0];
        return ["localhost", name, first, first + ".local"];
    }
}
