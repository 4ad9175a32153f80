using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using VideoStream.Configuration;
using VideoStream.Transports.Connections;

namespace VideoStream.Hosting;

/// <summary>Sets the web server's limits.</summary>
internal sealed partial class KestrelLimits(
    IOptions<VideoStreamOptions> options, ConnectionBudget budget, ConnectionLimiter limiter, ILogger<KestrelLimits> logger)
    : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions kestrel)
    {
        LimitsOptions limits = options.Value.Limits;
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(limits.IdleTimeout);
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(limits.RequestHeadersTimeout);
        // The server's own MaxConcurrentConnections would refuse the newest connection, whatever the others do.
        kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use((ConnectionDelegate next) => limiter.Limit(next)));
        if (limits.MaxConnections > budget.Limit)
            LogFewerConnections(limits.MaxConnections, budget.Limit);
    }
}
