using System.Collections.Concurrent;
using VideoStream.Cameras.Sources.Ffmpeg;
using VideoStream.Cameras.Sources.Http;
using VideoStream.Cameras.Sources.V4l2;
using VideoStream.Configuration;

namespace VideoStream.Cameras.Sources;

/// <summary>Makes the readers of configured sources.</summary>
internal sealed partial class CameraReaderCatalogue(TimeProvider time, ILogger<CameraReaderCatalogue> logger) : ICameraReaderCatalogue
{
    private readonly ConcurrentDictionary<string, SourceDescriptor> _found = new();
    private readonly ReachabilityProbe _probe = new(time);

    public ICameraReader Create(Camera camera)
    {
        SourceDescriptor source = Find(camera);
        return source.Kind switch
        {
            SourceKind.TestPattern => new TestPattern(camera.Options, time),
            SourceKind.Device => new V4l2Camera(source.Address, camera.Options, time),
            SourceKind.VideoFile => new VideoFile(source.Address, time),
            SourceKind.Url => Create(new CameraUrl(source.Address), camera.Options),
            _ => throw new InvalidOperationException($"no reader for a source of the kind {source.Kind}"),
        };
    }

    public bool IsOnDemand(Camera camera) => camera.Options.OnDemand ?? Find(camera).Kind is SourceKind.Device or SourceKind.Url;

    public Task<bool> IsReachableAsync(Camera camera, CancellationToken cancellationToken) =>
        _probe.IsReachableAsync(Find(camera), cancellationToken);

    private ICameraReader Create(CameraUrl url, CameraOptions options)
    {
        FfmpegReader Ffmpeg(bool isPaced) => new(url, options, isPaced, time);
        return url.Scheme is "http" or "https" ? new HttpSource(new HttpCameraClient(url), options.FrameRate, time, Ffmpeg) : Ffmpeg(false);
    }

    /// <summary>
    /// The camera's source. <c>auto</c> is decided at the first call; if that was a device, another one may take its place when
    /// it is gone, because a camera may come back under another number, but never the test pattern.
    /// </summary>
    private SourceDescriptor Find(Camera camera)
    {
        SourceDescriptor source = SourceDescriptor.Parse(camera.Options.Source)!;
        if (source.Kind != SourceKind.Auto)
            return source;
        if (_found.TryGetValue(camera.Name, out SourceDescriptor? found) && (found.Kind != SourceKind.Device || File.Exists(found.Address)))
            return found;

        string? device = OperatingSystem.IsLinux() ? V4l2Device.FirstCamera() : null;
        if (device is null && found is not null)
            return found;
        SourceDescriptor now = device is null ? new(SourceKind.TestPattern, "") : new(SourceKind.Device, device);
        _found[camera.Name] = now;
        LogFound(camera.Name, device ?? "no local camera, so the test pattern");
        return now;
    }

    [LoggerMessage(110, LogLevel.Information, "Camera {Camera}: source auto found {Source}")]
    private partial void LogFound(string camera, string source);
}
