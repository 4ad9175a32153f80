using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using VideoStream.Configuration;
using IPNetwork = System.Net.IPNetwork;

namespace VideoStream.Access;

/// <summary>
/// Sets whose forwarded headers count: those of the configured proxies, or of loopback. The middleware is ASP.NET Core's. It also accepts
/// them over a unix socket, which browsers can't use.
/// </summary>
internal sealed class TrustedProxies(IOptions<VideoStreamOptions> options) : IConfigureOptions<ForwardedHeadersOptions>
{
    private static readonly string[] Loopback = ["127.0.0.0/8", "::1"];

    public void Configure(ForwardedHeadersOptions forwarded)
    {
        forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
        // As many as are trusted. The first address that is not is the client's.
        forwarded.ForwardLimit = null;
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        string[] proxies = options.Value.Access.TrustedProxies;
        foreach (string proxy in proxies.Length > 0 ? proxies : Loopback)
        {
            if (IPNetwork.TryParse(proxy, out IPNetwork network))
                forwarded.KnownIPNetworks.Add(network);
            else
                forwarded.KnownProxies.Add(IPAddress.Parse(proxy));
        }
    }
}
