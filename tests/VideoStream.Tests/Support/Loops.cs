using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using VideoStream.Access;
using VideoStream.Cameras.Sources;
using VideoStream.Cameras.Sources.Nats;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Hosting;
using VideoStream.Hosting.Reload;
using VideoStream.Status;
using VideoStream.Viewers;

namespace VideoStream.Tests.Support;

/// <summary>The background loops of a service without viewers, whose configuration does not change.</summary>
internal static class Loops
{
    public static BackgroundLoops Of(ConfiguredCameras cameras, ICameraReaderCatalogue readers, TimeProvider time)
    {
        var lifetime = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        var viewers = new ViewerRegistry(cameras.Options, lifetime, time, NullLogger<ViewerRegistry>.Instance);
        var keys = new AccessKeys(cameras.Options);
        var meters = new TestMeters();
        CameraDiscovery discovery = TestUpstreams.Discovery(cameras.Options, time);
        var cameraLoops = new CameraLoops(
            cameras.Cameras, cameras.Variants, readers, viewers, discovery, time, NullLoggerFactory.Instance);
        return new BackgroundLoops(
            cameraLoops,
            new ViewerTicker(
                viewers, keys, new LoginSessions(time), TestLinks.Registry(time), time, NullLogger<ViewerTicker>.Instance),
            new CameraStatusNotifier(cameras.Cameras, viewers, time),
            new MetricsSampler(
                new EncodingMetrics(cameras.Variants, cameras.Encoders, meters),
                new ViewerMetrics(viewers, cameras.Cameras, cameras.Options, meters),
                time),
            new MemoryTrimmer(time),
            Reload(cameras, cameraLoops, keys, time),
            TestUpstreams.Publisher(cameras.Variants, time),
            new DiscoveryLoop(discovery, cameraLoops, cameras.Options, time),
            time,
            NullLoggerFactory.Instance);
    }

    private static ConfigurationReload Reload(ConfiguredCameras cameras, CameraLoops loops, AccessKeys keys, TimeProvider time)
    {
        var options = new CurrentOptions(new OptionsFactory<VideoStreamOptions>([], []));
        options.Replace(cameras.Options.Value);
        return new ConfigurationReload(
            new ConfigurationReader(new ConfigurationManager(), [], time),
            options,
            keys,
            cameras.Variants,
            loops,
            new ServerCertificates(new ServiceCollection().BuildServiceProvider()),
            Options.Create(new KestrelServerOptions()),
            time,
            NullLogger<ConfigurationReload>.Instance);
    }
}
