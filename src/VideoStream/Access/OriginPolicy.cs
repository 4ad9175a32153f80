using System.Net;
using Microsoft.Extensions.Options;
using VideoStream.Configuration;

namespace VideoStream.Access;

/// <summary>
/// Which pages may open the socket. A browser lets any page open a socket to anywhere (CWE-1385), and says whose page it is in
/// <c>Origin</c>; so another site's page is let in only if the configuration names it. Programs send no origin.
/// On loopback a page is our own only if it was reached by an address or as localhost: any other name may be a stranger's that was made to
/// lead here (DNS rebinding).
/// </summary>
internal sealed class OriginPolicy(IOptions<VideoStreamOptions> options)
{
    private readonly HashSet<string> _allowed = new(options.Value.WebSocket.AllowedOrigins, StringComparer.OrdinalIgnoreCase);

    public bool Allows(HttpRequest request)
    {
        string? origin = request.Headers.Origin;
        return string.IsNullOrEmpty(origin)
            || _allowed.Contains("*")
            || _allowed.Contains(origin)
            || (Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri)
                && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase)
                && (!IsLoopback(request.HttpContext.Connection.LocalIpAddress) || IsLocalName(uri)));
    }

    private static bool IsLoopback(IPAddress? address) => address is null || IPAddress.IsLoopback(address);

    private static bool IsLocalName(Uri origin) => origin.IsLoopback || origin.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6;
}
