using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using VideoStream.Access;
using VideoStream.Configuration;

namespace VideoStream.Transports.Connections;

/// <summary>Limits how many streams an address may open in a second. Opening one costs far more than a frame of one.</summary>
internal static class HandshakeLimit
{
    /// <summary>The name of the policy, for endpoints that open a stream.</summary>
    public const string Policy = "handshakes";

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>Adds the policy.</summary>
    public static void AddTo(RateLimiterOptions limiter)
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = RefuseAsync;
        limiter.AddPolicy<(IPAddress, int)>(Policy, Partition);
    }

    /// <summary>Another limit is another partition, so a change of it counts at once.</summary>
    private static RateLimitPartition<(IPAddress Address, int Limit)> Partition(HttpContext context)
    {
        int limit = context.RequestServices.GetRequiredService<IOptions<VideoStreamOptions>>().Value.Limits.HandshakesPerAddress;
        // A unix socket has no address.
        if (limit == 0 || context.Connection.RemoteIpAddress is not { } address)
            return RateLimitPartition.GetNoLimiter((IPAddress.None, 0));
        return RateLimitPartition.GetTokenBucketLimiter((ClientAddress.Of(address), limit), _ => new()
        {
            TokenLimit = limit,
            TokensPerPeriod = limit,
            ReplenishmentPeriod = Period,
            QueueLimit = 0,
        });
    }

    private static async ValueTask RefuseAsync(OnRejectedContext rejected, CancellationToken cancellationToken)
    {
        HttpContext context = rejected.HttpContext;
        context.RequestServices.GetRequiredService<RefusalCounts>().Add(RefusalCause.TooManyHandshakes);
        int limit = context.RequestServices.GetRequiredService<IOptions<VideoStreamOptions>>().Value.Limits.HandshakesPerAddress;
        string detail = $"An address may open {limit} streams a second; VideoStream:Limits:HandshakesPerAddress sets this limit";
        await Problems.TooManyRequests(context, Period, detail).ExecuteAsync(context);
    }
}
