using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using VideoStream.Configuration;

namespace VideoStream.Access;

/// <summary>
/// Counts wrong keys, and blocks addresses that try too many. Programs with an old key ask again and again. Their keys count once, because
/// the same one again is no new guess: they must not block others behind the same address.
/// </summary>
internal sealed class FailedTries(IOptions<VideoStreamOptions> options, TimeProvider time) : IDisposable
{
    /// <summary>Addresses whose wrong keys are remembered.</summary>
    private const int MaxAddresses = 1000;

    /// <summary>Wrong keys of an address that are remembered, the last ones.</summary>
    private const int MaxKeys = 16;

    private readonly AddressLimiter _limiter = new(
        address => RateLimitPartition.GetFixedWindowLimiter(
            (address, Limit: options.Value.Access.FailedTriesPerMinute), partition => Window(partition.Limit)),
        2 * RetryAfter,
        time);
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, Queue<byte[]>> _recent = [];
    private long _total;

    /// <summary>The limit a minute.</summary>
    public int Limit => options.Value.Access.FailedTriesPerMinute;

    /// <summary>The longest time until an address that is blocked may try again.</summary>
    public static TimeSpan RetryAfter => TimeSpan.FromMinutes(1);

    /// <summary>Wrong keys since the start, all addresses together.</summary>
    public long Total => Interlocked.Read(ref _total);

    /// <summary>Whether an address has tried too many wrong keys.</summary>
    public bool IsBlocked(IPAddress address)
    {
        if (!_limiter.IsInUse)
            return false;
        using RateLimitLease lease = _limiter.AttemptAcquire(address, permits: 0);
        return !lease.IsAcquired;
    }

    /// <summary>Counts a wrong key.</summary>
    /// <param name="address">Who sent it.</param>
    /// <param name="hash">The hash of what was sent.</param>
    public void Count(IPAddress address, byte[] hash)
    {
        Interlocked.Increment(ref _total);
        if (IsRepeated(address, hash))
            return;
        using RateLimitLease lease = _limiter.AttemptAcquire(address);
    }

    public void Dispose() => _limiter.Dispose();

    private bool IsRepeated(IPAddress address, byte[] hash)
    {
        lock (_gate)
        {
            if (!_recent.TryGetValue(address, out Queue<byte[]>? recent))
            {
                if (_recent.Count >= MaxAddresses)
                    _recent.Clear();
                _recent[address] = recent = [];
            }

            if (recent.Any(known => known.AsSpan().SequenceEqual(hash)))
                return true;
            if (recent.Count >= MaxKeys)
                recent.Dequeue();
            recent.Enqueue(hash);
            return false;
        }
    }

    /// <summary>
    /// Has whole permits only. A token bucket refills by fractions, and a question for no permit succeeds while there is any fraction.
    /// </summary>
    private static FixedWindowRateLimiterOptions Window(int limit) =>
        new() { PermitLimit = limit, Window = RetryAfter, QueueLimit = 0 };
}
