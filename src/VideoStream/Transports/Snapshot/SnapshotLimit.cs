using System.Runtime.CompilerServices;
using System.Threading.RateLimiting;
using VideoStream.Cameras;

namespace VideoStream.Transports.Snapshot;

/// <summary>
/// Limits the snapshots of a camera that are made at the same time. Each can be one more variant to encode. Without a limit, a few programs
/// that fetch snapshots in a loop would starve the viewers.
/// </summary>
internal sealed class SnapshotLimit
{
    private const int AtOnce = 2;
    private const int Waiting = 50;

    // A partitioned limiter would wake the process ten times a second.
    private readonly ConditionalWeakTable<Camera, ConcurrencyLimiter> _limiters = [];

    /// <summary>Waits for a turn, which ends when it is disposed of. It is not acquired if too many wait already.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ValueTask<RateLimitLease> EnterAsync(Camera camera, CancellationToken cancellationToken) =>
        _limiters
            .GetOrAdd(camera, static _ => new(new() { PermitLimit = AtOnce, QueueLimit = Waiting }))
            .AcquireAsync(1, cancellationToken);
}
