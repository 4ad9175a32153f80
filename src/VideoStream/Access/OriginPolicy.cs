using System.Net;
using Microsoft.Extensions.Options;
using VideoStream.Configuration;

namespace VideoStream.Access;

/// <summary>
/// Which pages may open the socket. A browser lets any page open a socket to any host (CWE-1385), and sends the page's origin. The
/// service's own pages are allowed, and origins that the configuration names. Programs send no origin.
/// <para>
/// On loopback, a page is the service's own only under an address or localhost. Any other name may be an attacker's that resolves to
/// loopback (DNS rebinding).
/// </para>
/// </summary>
internal sealed class OriginPolicy(
    IOptions<VideoStreamOptions> options, TimeProvider time, ILogger<OriginPolicy> logger, RefusalCounts? refusals = null)
{
    private readonly RefusalLog _refusals = new(time, logger, refusals);
    private readonly HashSet<string> _allowed = new(
        options.Value.WebSocket.AllowedOrigins.Select(Normalize), StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The origin of the page that fetches an address. To its own host a browser sends no origin with a GET, but the page's address.
    /// </summary>
    /// <returns>The origin; null if the request tells none, as a program's does.</returns>
    public static string? OfFetch(HttpRequest request)
    {
        string? origin = request.Headers.Origin;
        if (!string.IsNullOrEmpty(origin))
            return origin;
        return Uri.TryCreate(request.Headers.Referer, UriKind.Absolute, out Uri? page) ? page.GetLeftPart(UriPartial.Authority) : null;
    }

    /// <summary>Whether a page may open the socket. A refusal is logged.</summary>
    /// <param name="request">The request.</param>
    /// <param name="origin">The origin of its page; null or empty if a program sent it.</param>
    public bool Allows(HttpRequest request, string? origin)
    {
        if (IsAllowed(request, origin))
            return true;
        ConnectionInfo connection = request.HttpContext.Connection;
        string reason = $"pages of {origin} may not open the socket, see WebSocket:AllowedOrigins";
        _refusals.Refused(RefusalCause.Origin, $"{connection.RemoteIpAddress}", reason);
        return false;
    }

    private bool IsAllowed(HttpRequest request, string? origin) =>
        string.IsNullOrEmpty(origin)
        || _allowed.Contains("*")
        || _allowed.Contains(Normalize(origin))
        || (Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri)
            && IsSameHost(uri, request.Host)
            && (!IsLoopback(request.HttpContext.Connection.LocalIpAddress) || IsLocalName(uri)));

    /// <summary>Whether a request goes to the host of its page. A default port may be written or not (RFC 6454).</summary>
    private static bool IsSameHost(Uri origin, HostString host) =>
        string.Equals(origin.Host, host.Host, StringComparison.OrdinalIgnoreCase)
        && (host.Port is { } port ? port == origin.Port : origin.IsDefaultPort);

    /// <summary>An origin without its default port. Other texts, such as <c>*</c> and <c>null</c>, stay as they are.</summary>
    private static string Normalize(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri) ? uri.GetLeftPart(UriPartial.Authority) : origin;

    private static bool IsLoopback(IPAddress? address) => address is null || IPAddress.IsLoopback(address);

    private static bool IsLocalName(Uri origin) => origin.IsLoopback || origin.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6;
}
