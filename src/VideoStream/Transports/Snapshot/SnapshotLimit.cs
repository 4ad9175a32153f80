using System.Threading.RateLimiting;
using VideoStream.Cameras;

namespace VideoStream.Transports.Snapshot;

/// <summary>
/// How many snapshots of a camera are made at once. Each may be a variant of its own to encode, so without a limit a few programs that
/// fetch snapshots in a loop would take the encoders from the viewers.
/// </summary>
internal sealed class SnapshotLimit : IDisposable
{
    private const int AtOnce = 2;
    private const int Waiting = 50;

    private readonly PartitionedRateLimiter<Camera> _limiter = PartitionedRateLimiter.Create<Camera, Camera>(camera =>
        RateLimitPartition.GetConcurrencyLimiter(camera, _ => new() { PermitLimit = AtOnce, QueueLimit = Waiting }));

    /// <summary>Waits for a turn, which is given back by disposing it; it isn't acquired if too many wait already.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ValueTask<RateLimitLease> EnterAsync(Camera camera, CancellationToken cancellationToken) =>
        _limiter.AcquireAsync(camera, 1, cancellationToken);

    public void Dispose() => _limiter.Dispose();
}
