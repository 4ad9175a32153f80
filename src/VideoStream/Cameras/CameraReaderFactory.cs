using VideoStream.Configuration;

namespace VideoStream.Cameras;

/// <summary>Makes the reader for a configured source.</summary>
internal sealed partial class CameraReaderFactory(TimeProvider time, ILogger<CameraReaderFactory> logger)
{
    public ICameraReader Create(string camera, CameraOptions options)
    {
        CameraSource source = CameraSource.Parse(options.Source)!;
        if (source.Kind == CameraSourceKind.Auto)
        {
            source = Find();
            LogFound(camera, source.Kind == CameraSourceKind.Device ? source.Address : "no local camera, so the test pattern");
        }

        return source.Kind switch
        {
            CameraSourceKind.TestPattern => new TestPattern(options, time),
            CameraSourceKind.Device => new Device(source.Address, options),
            CameraSourceKind.VideoFile => new VideoFile(source.Address, time),
            _ => throw new InvalidOperationException($"no reader for a source of the kind {source.Kind}"),
        };
    }

    private static CameraSource Find() => OperatingSystem.IsLinux() && V4l2.FirstCamera() is { } path
        ? new CameraSource(CameraSourceKind.Device, path)
        : new CameraSource(CameraSourceKind.TestPattern, "");

    [LoggerMessage(110, LogLevel.Information, "Camera {Camera}: source auto found {Source}")]
    private partial void LogFound(string camera, string source);
}
