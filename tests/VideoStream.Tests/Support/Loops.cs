using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using VideoStream.Access;
using VideoStream.Cameras.Sources;
using VideoStream.Encoding;
using VideoStream.Hosting;
using VideoStream.Status;
using VideoStream.Viewers;

namespace VideoStream.Tests.Support;

/// <summary>The background loops of a service without viewers.</summary>
internal static class Loops
{
    public static BackgroundLoops Of(ConfiguredCameras cameras, ICameraReaderCatalogue readers, TimeProvider time)
    {
        var lifetime = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        var viewers = new ViewerRegistry(cameras.Options, lifetime, time, NullLogger<ViewerRegistry>.Instance);
        var meters = new TestMeters();
        return new BackgroundLoops(
            cameras.Cameras,
            cameras.Variants,
            readers,
            new ViewerTicker(viewers, new AccessKeys(cameras.Options), new LoginSessions(time), time, NullLogger<ViewerTicker>.Instance),
            new CameraStatusNotifier(cameras.Cameras, viewers, time),
            new MetricsSampler(
                new EncodingMetrics(cameras.Variants, cameras.Encoders, meters),
                new ViewerMetrics(viewers, cameras.Cameras, cameras.Options, meters),
                time),
            new MemoryTrimmer(time),
            time,
            NullLoggerFactory.Instance);
    }
}
