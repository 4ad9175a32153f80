using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using VideoStream.Access;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Encoding.Jpeg;
using VideoStream.Transports;
using VideoStream.Viewers.Settings;

namespace VideoStream.Tests.Support;

/// <summary>The cameras of a configuration with their variants, as the service has them. Nothing reads the cameras.</summary>
internal sealed class ConfiguredCameras : IDisposable
{
    /// <param name="time">The clock.</param>
    /// <param name="settings">Keys under <c>VideoStream:</c>, each as <c>key=value</c>.</param>
    public ConfiguredCameras(TimeProvider time, params string[] settings)
    {
        Options = Microsoft.Extensions.Options.Options.Create(Configured.With(settings));
        Cameras = new CameraRegistry(Options, time);
        Variants = new VariantRegistry(Cameras, Encoders, Options, time, NullLogger<VariantSet>.Instance);
        Requests = new StreamRequestReader(Cameras, Variants, new SettingTable(Options), new AccessKeys(Options), Options);
    }

    public IOptions<VideoStreamOptions> Options { get; }

    public EncoderThreads Encoders { get; } = new(NullLogger<EncoderThreads>.Instance);

    public CameraRegistry Cameras { get; }

    public VariantRegistry Variants { get; }

    public StreamRequestReader Requests { get; }

    public void Dispose() => Encoders.Dispose();
}
