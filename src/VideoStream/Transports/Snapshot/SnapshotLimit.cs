using System.Threading.RateLimiting;
using VideoStream.Cameras;

namespace VideoStream.Transports.Snapshot;

/// <summary>
/// Limits the snapshots of a camera that are made at the same time. Each can be one more variant to encode. Without a limit, a few programs
/// that fetch snapshots in a loop would starve the viewers.
/// </summary>
internal sealed class SnapshotLimit : IDisposable
{
    private const int AtOnce = 2;
    private const int Waiting = 50;

    private readonly PartitionedRateLimiter<Camera> _limiter = PartitionedRateLimiter.Create<Camera, Camera>(camera =>
        RateLimitPartition.GetConcurrencyLimiter(camera, _ => new() { PermitLimit = AtOnce, QueueLimit = Waiting }));

    /// <summary>Waits for a turn, which ends when it is disposed of. It is not acquired if too many wait already.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ValueTask<RateLimitLease> EnterAsync(Camera camera, CancellationToken cancellationToken) =>
        _limiter.AcquireAsync(camera, 1, cancellationToken);

    public void Dispose() => _limiter.Dispose();
}
