using System.Collections.Concurrent;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources.Nats;
using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Relay;

/// <summary>Asks the services that publish the relayed cameras for the variants that viewers watch here.</summary>
internal sealed class RelayedVariants(Upstreams upstreams, TimeProvider time, ILogger<RelayedVariants> logger) : IVariantSource
{
    private readonly ConcurrentDictionary<NatsServer, UpstreamLinks> _links = new();

    /// <inheritdoc/>
    public IRelayedFrames? Open(Camera camera, Variant variant, Action<FrameStamp> arrived, Action refused) =>
        upstreams.Find(camera) is { } upstream
            ? RelayedFrames.Start(new RelayedStream(upstream, LinksOf(upstream), camera, variant, arrived, time), refused, logger)
            : null;

    /// <inheritdoc/>
    public IUpstreamLink? FindLink(Camera camera) =>
        upstreams.Find(camera) is { } upstream ? new RelayedLink(LinksOf(upstream), upstream) : null;

    private UpstreamLinks LinksOf(Upstream upstream) => _links.GetOrAdd(upstream.Server, _ => new UpstreamLinks(time));
}
