using VideoStream.Cameras;
using VideoStream.Cameras.Sources.Nats;
using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Relay;

/// <summary>Asks the services that publish the relayed cameras for the variants that viewers watch here.</summary>
internal sealed class RelayedVariants(Upstreams upstreams, TimeProvider time, ILogger<RelayedVariants> logger) : IVariantSource
{
    /// <inheritdoc/>
    public IRelayedFrames? Open(Camera camera, Variant variant, Action<FrameStamp> arrived) => upstreams.Find(camera) is { } upstream
        ? RelayedFrames.Start(new RelayedStream(upstream, camera, variant, arrived, time), logger)
        : null;
}
