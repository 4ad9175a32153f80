using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using VideoStream.Configuration;
using IPNetwork = System.Net.IPNetwork;

namespace VideoStream.Access;

/// <summary>
/// Applies the forwarded headers of the configured proxies, or of loopback. The middleware is ASP.NET Core's, one for each configuration.
/// It also accepts them over a unix socket, which browsers can't use.
/// </summary>
internal sealed partial class TrustedProxies(IOptions<VideoStreamOptions> options, ILoggerFactory loggers)
{
    private const int MaxPrefix = 200;

    private static readonly string[] Loopback = ["127.0.0.0/8", "::1"];

    private readonly OptionsView<ForwardedHeadersMiddleware> _middleware = new(
        options,
        current => new ForwardedHeadersMiddleware(
            _ => Task.CompletedTask, loggers, Options.Create(OptionsOf(current.Access.TrustedProxies))));

    /// <summary>Request middleware.</summary>
    public Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        PathString link = context.Request.PathBase;
        // It becomes the path of cookies and links.
        if (!IsPath(context.Request.Headers[ForwardedHeadersDefaults.XForwardedPrefixHeaderName]))
            context.Request.Headers.Remove(ForwardedHeadersDefaults.XForwardedPrefixHeaderName);
        _middleware.Value.ApplyForwarders(context);
        // The path of the proxy is in front of what was taken off before.
        if (context.Request.PathBase != link)
            context.Request.PathBase = new PathString(context.Request.PathBase.Value!.TrimEnd('/')).Add(link);
        return next(context);
    }

    /// <summary>Whether all values are plain paths, or empty. A proxy that passes a client's own header on must not do harm.</summary>
    private static bool IsPath(StringValues prefixes) =>
        prefixes.All(prefix => prefix is null or "" || (prefix.Length <= MaxPrefix && PlainPath().IsMatch(prefix)));

    [GeneratedRegex(@"^(/(?!\.{1,2}(/|$))[A-Za-z0-9._~-]+)*/?$")]
    private static partial Regex PlainPath();

    private static ForwardedHeadersOptions OptionsOf(string[] proxies)
    {
        var forwarded = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.All,
            // As many as are trusted. The first address that is not is the client's.
            ForwardLimit = null,
        };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (string proxy in proxies.Length > 0 ? proxies : Loopback)
        {
            if (IPNetwork.TryParse(proxy, out IPNetwork network))
                forwarded.KnownIPNetworks.Add(network);
            else
                forwarded.KnownProxies.Add(IPAddress.Parse(proxy));
        }

        return forwarded;
    }
}
