using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Hosting;
using VideoStream.Viewers;

namespace VideoStream.Tests.Support;

/// <summary>The background loops of a service without viewers.</summary>
internal static class Loops
{
    public static BackgroundLoops Of(
        CameraRegistry cameras, VariantRegistry variants, ICameraReaderCatalogue readers, IOptions<VideoStreamOptions> options, TimeProvider time)
    {
        var lifetime = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        var viewers = new ViewerRegistry(options, lifetime, time, NullLogger<ViewerRegistry>.Instance);
        return new BackgroundLoops(
            cameras,
            variants,
            readers,
            new ViewerTicker(viewers, time, NullLogger<ViewerTicker>.Instance),
            new CameraStatusNotifier(cameras, viewers, time),
            new MemoryTrimmer(time),
            time,
            NullLoggerFactory.Instance);
    }
}
