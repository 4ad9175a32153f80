using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.HttpOverrides;
using VideoStream.Access;

namespace VideoStream.Transports;

/// <summary>
/// Middleware that refuses requests for a host that is not the service's, and those of other sites' pages, on every route. The middleware
/// that applies forwarded headers must be between its two steps.
/// </summary>
internal sealed class SiteGate(HostPolicy hosts, OriginPolicy origins)
{
    /// <summary>What browsers send for a page without an origin.</summary>
    private const string OpaqueOrigin = "null";

    /// <summary>The first step: keeps what the connection brought.</summary>
    /// <param name="context">The request.</param>
    /// <param name="limit">Limits the requests that are refused right here.</param>
    /// <param name="next">The next middleware.</param>
    public static Task ReceiveAsync(HttpContext context, Func<HttpContext, RequestDelegate, Task> limit, RequestDelegate next)
    {
        if (FindUndecodable(context.Request.Headers) is { } text)
        {
            // Nothing after this must try again.
            context.Request.Headers.Host = default;
            return limit(context, refused => SiteProblems.UnknownHost(text).ExecuteAsync(refused));
        }

        context.Features.Set(new ReceivedFrom(context.Request.Host, context.Connection.RemoteIpAddress));
        return next(context);
    }

    /// <summary>The second step: lets the request pass or answers it.</summary>
    public Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        if (FindUnknownHost(context) is { } host)
            return SiteProblems.UnknownHost(host).ExecuteAsync(context);
        string? origin = OriginOf(context.Request);
        return IsPageFile(context.Request) || origins.Allows(context.Request, origin, context.RemoteEndPoint())
            ? next(context)
            : SiteProblems.CrossOrigin(context, origin!).ExecuteAsync(context);
    }

    /// <summary>
    /// The origin of the page that asks; null if it is a program, or a person who follows a link. For images and frames a browser sends no
    /// origin. Where the connection is secure, it says that they are in a page of another site.
    /// </summary>
    private static string? OriginOf(HttpRequest request)
    {
        string? origin = request.Headers.Origin;
        if (!string.IsNullOrEmpty(origin) || request.Headers["Sec-Fetch-Site"] != "cross-site")
            return origin;
        bool isVisit = request.Headers["Sec-Fetch-Mode"] == "navigate" && request.Headers["Sec-Fetch-Dest"] == "document";
        return isVisit ? null : OriginPolicy.OfFetch(request) ?? OpaqueOrigin;
    }

    /// <summary>A host in the headers that the framework can't decode, and would throw at; null if there is none.</summary>
    private static string? FindUndecodable(IHeaderDictionary headers) =>
        headers.Host.Concat(headers[ForwardedHeadersDefaults.XForwardedHostHeaderName].SelectMany(hosts => hosts?.Split(',') ?? []))
            .FirstOrDefault(host => !CanDecode(host?.Trim() ?? ""));

    private static bool CanDecode(string host)
    {
        try
        {
            _ = HostString.FromUriComponent(host);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>
    /// Whether it is one of the page's own scripts and styles, which show nothing of a camera. Browsers send an origin with them. So behind
    /// a proxy that hides the page's address from the service, the page loads and can say what to set.
    /// </summary>
    private static bool IsPageFile(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && (request.Path.StartsWithSegments("/js") || request.Path.StartsWithSegments("/css"));

    /// <summary>
    /// The host that the service does not answer to; null if it answers to all of the request's. That of the connection counts too: a
    /// page can't write it.
    /// </summary>
    private string? FindUnknownHost(HttpContext context)
    {
        ReceivedFrom received = context.Features.GetRequiredFeature<ReceivedFrom>();
        bool isForwarded = received.IsForwarded(context);
        string remote = context.RemoteEndPoint();
        if (!hosts.Allows(received.Host.Host, isForwarded && !received.MayBeBrowser, remote))
            return received.Host.Host;
        string host = context.Request.Host.Host;
        return received.Host == context.Request.Host || hosts.Allows(host, isForwarded, remote) ? null : host;
    }
}
