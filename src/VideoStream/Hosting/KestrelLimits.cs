using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using VideoStream.Configuration;
using VideoStream.Hosting.Reload;
using VideoStream.Transports.Connections;
using VideoStream.Transports.Tcp;

namespace VideoStream.Hosting;

/// <summary>Sets the web server's limits, and where its certificates come from.</summary>
internal sealed partial class KestrelLimits(
    IOptions<VideoStreamOptions> options,
    IConfiguration configuration,
    ConnectionBudget budget,
    ConnectionLimiter limiter,
    RequestLimit requests,
    ServerCertificates certificates,
    ILogger<KestrelLimits> logger)
    : IConfigureOptions<KestrelServerOptions>
{
    private const int MaxRequestLine = 8192;

    /// <summary>
    /// Streams of one HTTP/2 connection. A browser has one connection, on which all of its tabs wait for a free stream without a word. A
    /// grid of all cameras has 32.
    /// </summary>
    private const int MaxStreams = 256;

    public void Configure(KestrelServerOptions kestrel)
    {
        LimitsOptions limits = options.Value.Limits;
        Apply(kestrel.Limits, limits);
        kestrel.Limits.Http2.MaxStreamsPerConnection = MaxStreams;
        // Its own reload cuts the connections of an endpoint that it binds anew, and stops one whose file is gone for a moment.
        kestrel.Configure(configuration.GetSection("Kestrel"), reloadOnChange: false);
        kestrel.ConfigureHttpsDefaults(https => https.OnAuthenticate = (_, tls) => certificates.Select(tls));
        // The server's own MaxConcurrentConnections would refuse the newest connection, whatever the others do.
        kestrel.ConfigureEndpointDefaults(UseMiddleware);
        if (limits.MaxConnections > budget.Limit)
            LogFewerConnections(limits.MaxConnections, budget.Limit);
    }

    private void UseMiddleware(ListenOptions endpoint)
    {
        endpoint.Use((ConnectionDelegate next) => requests.Guard(limiter.Limit(next)));
        // Runs when the endpoint is bound, and so knows whether it has TLS, which is added behind this.
        endpoint.Use((ConnectionDelegate next) => IsSecure(endpoint) ? TlsTransport.Use(next) : next);
    }

    /// <summary>Whether an endpoint has TLS, which only its address tells.</summary>
    private static bool IsSecure(ListenOptions endpoint) => $"{endpoint}".StartsWith("https:", StringComparison.Ordinal);

    /// <summary>Sets the limits of connections that come from now on.</summary>
    public static void Apply(KestrelServerLimits kestrel, LimitsOptions limits)
    {
        kestrel.KeepAliveTimeout = TimeSpan.FromSeconds(limits.IdleTimeout);
        kestrel.RequestHeadersTimeout = TimeSpan.FromSeconds(limits.RequestHeadersTimeout);
        // Before the headers, and never above the buffer that they are read into.
        kestrel.MaxRequestLineSize = Math.Min(limits.MaxHeaderBytes, MaxRequestLine);
        kestrel.MaxRequestHeadersTotalSize = limits.MaxHeaderBytes;
        kestrel.MaxRequestBodySize = limits.MaxBodyBytes;
    }
}
