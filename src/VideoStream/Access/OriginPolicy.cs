using Microsoft.Extensions.Options;
using VideoStream.Configuration;

namespace VideoStream.Access;

/// <summary>
/// Which pages may use the service. A browser lets any page open a socket to any host (CWE-1385), and sends the page's origin. The
/// service's own pages are allowed, and origins that the configuration names. Programs send no origin.
/// <para>
/// A page is the service's own if its origin is the host of the request, so <see cref="HostPolicy"/> must have checked the host.
/// </para>
/// </summary>
internal sealed class OriginPolicy(
    IOptions<VideoStreamOptions> options, TimeProvider time, ILogger<OriginPolicy> logger, RefusalCounts? refusals = null)
{
    private readonly RefusalLog _refusals = new(time, logger, refusals);
    private readonly OptionsView<HashSet<string>> _listed = new(
        options, current => new(current.AllowedOrigins.Select(Normalize), StringComparer.OrdinalIgnoreCase));

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

    /// <summary>Whether the configuration names an origin. One that no browser sends is never listed: the answer would repeat it.</summary>
    public bool IsListed(string origin) =>
        origin.IsHeaderText() && _listed.Value is var listed && (listed.Contains("*") || listed.Contains(Normalize(origin)));

    /// <summary>Whether a page may use the service. A refusal is logged.</summary>
    /// <param name="request">The request.</param>
    /// <param name="origin">The origin of its page; null or empty if a program sent it.</param>
    /// <param name="remote">The client, for the log.</param>
    public bool Allows(HttpRequest request, string? origin, string remote)
    {
        if (string.IsNullOrEmpty(origin) || IsListed(origin))
            return true;
        if (Uri.TryCreate(origin, UriKind.Absolute, out Uri? page) && IsOwn(page, request))
            return true;
        string shown = origin.Shortened();
        string hint = $"pages of {shown} may not use this service, see VideoStream:Access:AllowedOrigins";
        _refusals.Refused(RefusalCause.Origin, remote, hint, shown);
        return false;
    }

    /// <summary>
    /// Whether a request goes to the site of its page. A default port may be written or not (RFC 6454). A page over https may ask over
    /// http, because a proxy that ends TLS need not report the scheme. Not the other way round.
    /// </summary>
    private static bool IsOwn(Uri page, HttpRequest request) =>
        HostName.Normalize(page.Host) == HostName.Normalize(request.Host.Host)
        && (request.Host.Port is { } port ? port == page.Port : page.IsDefaultPort)
        && (page.Scheme == Uri.UriSchemeHttps || (page.Scheme == Uri.UriSchemeHttp && !request.IsHttps));

    /// <summary>An origin without its default port. Other texts, such as <c>*</c> and <c>null</c>, stay as they are.</summary>
    private static string Normalize(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri) ? uri.GetLeftPart(UriPartial.Authority) : origin;
}
