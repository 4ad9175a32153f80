using System.Net;
using System.Threading.RateLimiting;

namespace VideoStream.Access;

/// <summary>
/// Limits the rate of something for each address. It holds .NET's partitioned limiter only while it is used, because that one wakes the
/// process ten times a second for as long as it exists.
/// </summary>
/// <param name="partition">Returns an address's limiter. Another limit must be another key, so that a change of it counts at once.</param>
/// <param name="memory">After this time without use every address is as if it had never come. Longer than any wait for a permit.</param>
/// <param name="time">The clock.</param>
internal sealed class AddressLimiter(
    Func<IPAddress, RateLimitPartition<(IPAddress Address, int Limit)>> partition, TimeSpan memory, TimeProvider time) : IDisposable
{
    private readonly Lock _gate = new();
    private PartitionedRateLimiter<IPAddress>? _limiter;
    private ITimer? _idle;
    private long _lastUse;

    /// <summary>Whether a limiter exists at present.</summary>
    public bool IsInUse => Volatile.Read(ref _limiter) is not null;

    /// <summary>Takes permits if there are as many.</summary>
    public RateLimitLease AttemptAcquire(IPAddress address, int permits = 1)
    {
        lock (_gate)
            return Use().AttemptAcquire(address, permits);
    }

    /// <summary>Waits for a permit.</summary>
    public ValueTask<RateLimitLease> AcquireAsync(IPAddress address)
    {
        lock (_gate)
            return Use().AcquireAsync(address);
    }

    /// <summary>How many wait for a permit of an address.</summary>
    public long Waiting(IPAddress address)
    {
        lock (_gate)
            return _limiter?.GetStatistics(address)?.CurrentQueuedCount ?? 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
            Drop();
    }

    private PartitionedRateLimiter<IPAddress> Use()
    {
        _lastUse = time.GetTimestamp();
        _idle ??= time.CreateTimer(_ => DropIfIdle(), null, memory, memory);
        return _limiter ??= PartitionedRateLimiter.Create(partition);
    }

    private void DropIfIdle()
    {
        lock (_gate)
        {
            if (time.GetElapsedTime(_lastUse) >= memory)
                Drop();
        }
    }

    private void Drop()
    {
        _limiter?.Dispose();
        _idle?.Dispose();
        (_limiter, _idle) = (null, null);
    }
}
