using System.Globalization;
using System.Net;

namespace VideoStream.Access;

/// <summary>Hosts as URLs and headers have them.</summary>
internal static class HostName
{
    /// <summary>The names of this machine that its own network resolves.</summary>
    public static readonly string[] OfMachine = Names(Dns.GetHostName());

    private static readonly IdnMapping Idn = new();

    /// <summary>Whether a host is an IP address. A page can't give an address to another machine, as it can with its own name.</summary>
    public static bool IsAddress(string host) => IPAddress.TryParse(host, out _);

    /// <summary>
    /// The one form of a host that is compared. Addresses can be written in several. ASP.NET Core has names with other letters than ASCII
    /// as text, browsers have them encoded.
    /// </summary>
    /// <param name="host">A host without its port. An IPv6 address may have brackets.</param>
    public static string Normalize(string host) =>
        IPAddress.TryParse(host, out IPAddress? address) ? address.ToString() : Encode(host).TrimEnd('.').ToLowerInvariant();

    private static string Encode(string host)
    {
        if (host.All(char.IsAscii))
            return host;
        try
        {
            return Idn.GetAscii(host);
        }
        catch (ArgumentException)
        {
            // No name at all, so it equals none that is allowed.
            return host;
        }
    }

    private static string[] Names(string name)
    {
        string first = name.Split('.')[0];
        return ["localhost", name, first, first + ".local"];
    }
}
