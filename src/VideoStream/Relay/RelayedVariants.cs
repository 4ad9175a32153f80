using System.Collections.Concurrent;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources.Nats;
using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Relay;

/// <summary>Asks the services that publish the relayed cameras for the variants that viewers watch here.</summary>
internal sealed class RelayedVariants(Upstreams upstreams, TimeProvider time, ILogger<RelayedVariants> logger) : IVariantSource
{
    private readonly ConcurrentDictionary<NatsServer, UpstreamLink> _links = new();

    /// <inheritdoc/>
    public IRelayedFrames? Open(Camera camera, Variant variant, Action<FrameStamp> arrived, Action refused) =>
        upstreams.Find(camera) is { } upstream
            ? RelayedFrames.Start(new RelayedStream(upstream, LinkOf(upstream), camera, variant, arrived, time), refused, logger)
            : null;

    /// <inheritdoc/>
    public IUpstreamLink? FindLink(Camera camera) =>
        upstreams.Find(camera) is { } upstream ? new RelayedLink(LinkOf(upstream), upstream) : null;

    /// <summary>All that comes from one server shares a link.</summary>
    private UpstreamLink LinkOf(Upstream upstream) => _links.GetOrAdd(upstream.Server, _ => new UpstreamLink(time));
}
