using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using VideoStream.Access;
using VideoStream.Configuration;

namespace VideoStream.Transports.Connections;

/// <summary>Limits how many streams an address may open in a second. Opening one costs far more than a frame of one.</summary>
internal sealed class HandshakeLimit(IOptions<VideoStreamOptions> options, RefusalCounts refusals, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly AddressLimiter _limiter = new(
        address => RateLimitPartition.GetTokenBucketLimiter(
            (address, Limit: options.Value.Limits.HandshakesPerAddress), partition => Bucket(partition.Limit)),
        5 * Period,
        time);

    private int Limit => options.Value.Limits.HandshakesPerAddress;

    /// <summary>Request middleware for endpoints with <see cref="HandshakeLimited"/>. Must be after routing.</summary>
    public Task LimitAsync(HttpContext context, RequestDelegate next) =>
        context.GetEndpoint()?.Metadata.GetMetadata<HandshakeLimited>() is null || TryEnter(context.Connection.RemoteIpAddress)
            ? next(context)
            : RefuseAsync(context);

    public void Dispose() => _limiter.Dispose();

    private bool TryEnter(IPAddress? address)
    {
        // A unix socket has no address.
        if (Limit == 0 || address is null)
            return true;
        using RateLimitLease lease = _limiter.AttemptAcquire(ClientAddress.Of(address));
        return lease.IsAcquired;
    }

    private Task RefuseAsync(HttpContext context)
    {
        refusals.Add(RefusalCause.TooManyHandshakes);
        string detail = $"An address may open {Limit} streams a second; VideoStream:Limits:HandshakesPerAddress sets this limit";
        return Problems.TooManyRequests(context, Period, detail).ExecuteAsync(context);
    }

    private static TokenBucketRateLimiterOptions Bucket(int limit) =>
        new() { TokenLimit = limit, TokensPerPeriod = limit, ReplenishmentPeriod = Period, QueueLimit = 0 };
}
