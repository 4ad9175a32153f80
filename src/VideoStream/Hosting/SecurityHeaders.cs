using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using VideoStream.Access;
using VideoStream.Configuration;

namespace VideoStream.Hosting;

/// <summary>Headers that restrict what a page of this service may do, and who may show it. All answers have them.</summary>
internal static class SecurityHeaders
{
    private const string ConnectSelf = "connect-src 'self'";
    private const string AncestorsSelf = "frame-ancestors 'self'";

    /// <summary>Features of browsers that the page uses. Only the service's own pages get them.</summary>
    private static readonly string[] Used = ["clipboard-write", "fullscreen", "picture-in-picture", "screen-wake-lock"];

    /// <summary>Features that the page does not use, and that nothing in it may.</summary>
    private static readonly string[] Denied =
    [
        "accelerometer", "camera", "clipboard-read", "display-capture", "geolocation", "gyroscope", "hid", "idle-detection", "magnetometer",
        "microphone", "midi", "payment", "publickey-credentials-get", "serial", "usb", "xr-spatial-tracking",
    ];

    /// <summary>Adds the headers. Must be before all other middleware.</summary>
    public static void UseStrictHeaders(this WebApplication app)
    {
        IOptions<VideoStreamOptions> options = app.Services.GetRequiredService<IOptions<VideoStreamOptions>>();
        OriginPolicy origins = app.Services.GetRequiredService<OriginPolicy>();
        app.Use((context, next) => CompleteAsync(context, next, origins, options));
        app.UseSecurityHeaders(new HeaderPolicyCollection()
            .AddContentTypeOptionsNoSniff()
            // The page's own requests have its address, so that the service can say whether its sockets would be refused.
            .AddReferrerPolicySameOrigin()
            .AddContentSecurityPolicy(Restrict)
            .AddPermissionsPolicy(Restrict));
    }

    private static void Restrict(CspBuilder csp)
    {
        csp.AddDefaultSrc().None();
        csp.AddScriptSrc().Self();
        csp.AddStyleSrc().Self();
        csp.AddImgSrc().Self().Blob().Data();
        csp.AddMediaSrc().Self().Blob();
        csp.AddWorkerSrc().Self();
        csp.AddManifestSrc().Self();
        csp.AddConnectSrc().Self();
        csp.AddObjectSrc().None();
        csp.AddBaseUri().None();
        csp.AddFormAction().None();
        csp.AddFrameAncestors().Self();
    }

    private static void Restrict(PermissionsPolicyBuilder permissions)
    {
        foreach (string feature in Used)
            permissions.AddCustomFeature(feature).Self();
        foreach (string feature in Denied)
            permissions.AddCustomFeature(feature).None();
    }

    /// <summary>
    /// Adds what depends on the request or the options in effect. The callback that is registered first runs last, so the other headers
    /// are there.
    /// </summary>
    private static Task CompleteAsync(
        HttpContext context, RequestDelegate next, OriginPolicy origins, IOptions<VideoStreamOptions> options)
    {
        context.Response.OnStarting(() =>
        {
            NameSockets(context);
            NameEmbedders(context, options.Value.AllowedOrigins);
            RestrictReaders(context, origins);
            return Task.CompletedTask;
        });
        return next(context);
    }

    /// <summary>Allows the page the WebSockets of its own host. Browsers before 2022 do not count them as <c>'self'</c>.</summary>
    private static void NameSockets(HttpContext context)
    {
        IHeaderDictionary headers = context.Response.Headers;
        string host = context.Request.Host.ToUriComponent();
        if (host.Length > 0)
            headers.ContentSecurityPolicy = headers.ContentSecurityPolicy.ToString().Replace(
                ConnectSelf, $"{ConnectSelf} ws://{host} wss://{host}", StringComparison.Ordinal);
    }

    /// <summary>Allows the pages of listed origins to embed the viewer page.</summary>
    private static void NameEmbedders(HttpContext context, string[] embedders)
    {
        IHeaderDictionary headers = context.Response.Headers;
        if (embedders.Length > 0)
            headers.ContentSecurityPolicy = headers.ContentSecurityPolicy.ToString().Replace(
                AncestorsSelf, $"{AncestorsSelf} {string.Join(' ', embedders)}", StringComparison.Ordinal);
    }

    /// <summary>
    /// Keeps other sites' pages from showing the camera in an image, for which a browser sends no origin, but mostly the page's address.
    /// </summary>
    private static void RestrictReaders(HttpContext context, OriginPolicy origins)
    {
        IHeaderDictionary headers = context.Response.Headers;
        // Where all are allowed, also a page without an address, and one that does not send it.
        bool isListed = origins.IsListed(OriginPolicy.OfFetch(context.Request) ?? "");
        headers["Cross-Origin-Resource-Policy"] = isListed ? "cross-origin" : "same-site";
        // A cache must not give the answer to one origin to another, whose browser would refuse it.
        if (!headers.Vary.Contains(HeaderNames.Origin))
            headers.Vary = StringValues.Concat(headers.Vary, HeaderNames.Origin);
    }
}
