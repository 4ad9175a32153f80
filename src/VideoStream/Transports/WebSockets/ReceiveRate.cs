using System.Threading.RateLimiting;

namespace VideoStream.Transports.WebSockets;

/// <summary>
/// Limits what a client sends in three seconds. Replenished by each use, which saves a timer for each viewer. For one thread at a time.
/// </summary>
/// <param name="permits">How much it may send in that time.</param>
internal sealed class ReceiveRate(int permits) : IDisposable
{
    private readonly FixedWindowRateLimiter _limiter = new(new()
    {
        PermitLimit = permits,
        Window = TimeSpan.FromSeconds(3),
        QueueLimit = 0,
        AutoReplenishment = false,
    });

    /// <summary>Counts one or more.</summary>
    /// <returns>False if that is too much.</returns>
    public bool TryAdmit(int count = 1)
    {
        _limiter.TryReplenish();
        using RateLimitLease lease = _limiter.AttemptAcquire(count);
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();
}
