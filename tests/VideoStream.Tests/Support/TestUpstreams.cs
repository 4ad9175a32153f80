using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources.Nats;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Relay;

namespace VideoStream.Tests.Support;

/// <summary>For services that neither publish nor relay.</summary>
internal static class TestUpstreams
{
    private static readonly IOptions<VideoStreamOptions> Default = Options.Create(new VideoStreamOptions());

    public static NatsPublisher Publisher(VariantRegistry variants, TimeProvider time) =>
        new(variants, Servers(time), None(time), Default, time, NullLogger<NatsPublisher>.Instance);

    public static RelayMetrics Metrics(VariantRegistry variants, CameraRegistry cameras, TimeProvider time, IMeterFactory meters) =>
        new(Publisher(variants, time), cameras, None(time), meters);

    public static CameraDiscovery Discovery(IOptions<VideoStreamOptions> options, TimeProvider time) =>
        new(Servers(time), options, NullLogger<CameraDiscovery>.Instance);

    private static NatsServers Servers(TimeProvider time) => new(Default, time, NullLogger<NatsServer>.Instance);

    private static Upstreams None(TimeProvider time) => new(Servers(time), Default, time);
}
