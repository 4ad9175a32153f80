using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using VideoStream.Configuration;

namespace VideoStream.Cameras.Sources.Nats;

/// <summary>
/// The services that publish the cameras that are relayed here. A camera keeps its own, because it is removed with its source.
/// </summary>
internal sealed class Upstreams(NatsServers servers, IOptions<VideoStreamOptions> options, TimeProvider time)
{
    private readonly ConditionalWeakTable<Camera, StrongBox<Upstream?>> _upstreams = [];

    /// <summary>Finds the one of a camera.</summary>
    /// <returns>Null if the camera is not relayed.</returns>
    public Upstream? Find(Camera camera) => _upstreams.GetOrAdd(camera, added => new StrongBox<Upstream?>(Create(added))).Value;

    private Upstream? Create(Camera camera) => SourceKinds.Parse(camera.Options.Source) is { IsValid: true, Source: NatsSource source }
        ? new(camera, servers.Get(source.Url), new NatsSubjects(options.Value.Publish.Nats.Prefix, source.Camera), time)
        : null;
}
