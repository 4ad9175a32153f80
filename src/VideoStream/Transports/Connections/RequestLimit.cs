using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using VideoStream.Access;
using VideoStream.Configuration;

namespace VideoStream.Transports.Connections;

/// <summary>
/// Limits how many requests of an address are answered in a second. HTTP/2 starts a request with some twenty bytes and ends it with
/// thirteen more: one client could start 50,000 a second, and those that wait for a thread would hold up the viewers.
/// </summary>
internal sealed class RequestLimit(
    IOptions<VideoStreamOptions> options, RefusalCounts refusals, TimeProvider time, ILogger<RequestLimit> logger) : IDisposable
{
    /// <summary>
    /// Refusals after which a connection is cut. HTTP/2 limits requests at a time: answered at once, they would cost as much as before.
    /// </summary>
    public const int MaxRefusals = 20;

    private const int PeriodsPerSecond = 10;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly AddressLimiter _limiter = new(
        address => RateLimitPartition.GetTokenBucketLimiter(
            (address, Limit: options.Value.Limits.RequestsPerAddress), partition => Bucket(partition.Limit)),
        5 * LongestWait,
        time);
    private readonly RefusalLog _log = new(time, logger, refusals);

    private int Limit => options.Value.Limits.RequestsPerAddress;

    /// <summary>
    /// Connection middleware. An address with many requests waiting gets no further connection: each would bring hundreds before it is
    /// cut. An address that is a proxy's has none waiting, because its requests count for its clients.
    /// </summary>
    public ConnectionDelegate Guard(ConnectionDelegate next) => connection =>
    {
        if (Limit == 0 || connection.RemoteEndPoint is not IPEndPoint remote || !IsFlooding(remote.Address))
            return next(connection);
        Report($"{remote}");
        connection.Abort(new ConnectionAbortedException("Too many requests of its address"));
        return Task.CompletedTask;
    };

    /// <summary>Request middleware. Must be after the one that applies forwarded headers.</summary>
    public async Task LimitAsync(HttpContext context, RequestDelegate next)
    {
        // A unix socket has no address.
        if (Limit > 0 && context.Connection.RemoteIpAddress is { } address && !await TryEnterAsync(address))
            await RefuseAsync(context);
        else if (!context.RequestAborted.IsCancellationRequested)
            await next(context);
    }

    public void Dispose() => _limiter.Dispose();

    /// <summary>
    /// Waits for the request's turn, at most <see cref="LongestWait"/>, also if the client is gone: the requests of a connection that
    /// wait are limited, and who resets one must not be allowed the next at once.
    /// </summary>
    private async ValueTask<bool> TryEnterAsync(IPAddress address)
    {
        using RateLimitLease lease = await _limiter.AcquireAsync(ClientAddress.Of(address));
        return lease.IsAcquired;
    }

    private bool IsFlooding(IPAddress address) => _limiter.Waiting(ClientAddress.Of(address)) > Limit / 2;

    private async Task RefuseAsync(HttpContext context)
    {
        Report(context.RemoteEndPoint());
        bool isForwarded = context.Features.Get<ReceivedFrom>()?.IsForwarded(context) ?? false;
        // A proxy's connection carries others too.
        if (!isForwarded && context.Features.Get<ConnectionSlot>() is { } slot && slot.CountRefusal() > MaxRefusals)
        {
            slot.Abort();
            return;
        }

        string detail = $"An address gets {Limit} requests a second answered; VideoStream:Limits:RequestsPerAddress sets this limit";
        await Problems.TooManyRequests(context, LongestWait, detail).ExecuteAsync(context);
    }

    private void Report(string remote) => _log.Refused(
        RefusalCause.TooManyRequests,
        remote,
        $"its address sends more than {Limit} requests a second, see VideoStream:Limits:RequestsPerAddress");

    /// <summary>As many as a second allows may come at once, and as many again may wait.</summary>
    private static TokenBucketRateLimiterOptions Bucket(int limit)
    {
        int tokens = Math.Max(1, limit / PeriodsPerSecond);
        return new()
        {
            TokenLimit = limit,
            TokensPerPeriod = tokens,
            ReplenishmentPeriod = TimeSpan.FromSeconds((double)tokens / limit),
            QueueLimit = limit,
        };
    }
}
