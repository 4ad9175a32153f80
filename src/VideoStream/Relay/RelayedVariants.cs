using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources.Nats;
using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Relay;

/// <summary>Asks the services that publish the relayed cameras for the variants that viewers watch here.</summary>
internal sealed class RelayedVariants(Upstreams upstreams, TimeProvider time, ILogger<RelayedVariants> logger) : IVariantSource
{
    private readonly ConcurrentDictionary<NatsServer, UpstreamLinks> _links = new();
    private readonly ConditionalWeakTable<Upstream, LongFrames> _long = [];

    /// <inheritdoc/>
    public IRelayedFrames? Open(Camera camera, Variant variant, Action<FrameStamp> arrived, Action refused)
    {
        if (upstreams.Find(camera) is not { } upstream)
            return null;
        var stream = new RelayedStream(upstream, LinksOf(upstream), LongFramesOf(upstream), camera, variant, arrived, time);
        return RelayedFrames.Start(stream, refused, logger);
    }

    /// <inheritdoc/>
    public IUpstreamLink? FindLink(Camera camera) =>
        upstreams.Find(camera) is { } upstream ? new RelayedLink(LinksOf(upstream), LongFramesOf(upstream), upstream) : null;

    private UpstreamLinks LinksOf(Upstream upstream) => _links.GetOrAdd(upstream.Server, _ => new UpstreamLinks(time));

    private LongFrames LongFramesOf(Upstream upstream) => _long.GetValue(upstream, key => new LongFrames(key, time));
}
