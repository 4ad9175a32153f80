using System.Collections.Concurrent;
using System.Net.Sockets;
using VideoStream.Configuration;

namespace VideoStream.Cameras;

/// <summary>Makes the readers for configured sources, and knows what there is to know of a source without reading it.</summary>
internal sealed partial class CameraReaderFactory(TimeProvider time, ILogger<CameraReaderFactory> logger) : ICameraReaderFactory
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, CameraSource> _found = new();

    public ICameraReader Create(Camera camera)
    {
        CameraOptions options = camera.Options;
        CameraSource source = Find(camera);
        return source.Kind switch
        {
            CameraSourceKind.TestPattern => new TestPattern(options, time),
            CameraSourceKind.Device => new Device(source.Address, options, time),
            CameraSourceKind.VideoFile => new VideoFile(source.Address, time),
            CameraSourceKind.Url when new CameraUrl(source.Address) is { Scheme: "http" or "https" } url => new HttpCamera(url, options, time),
            CameraSourceKind.Url => new FfmpegCamera(new CameraUrl(source.Address), options, time),
            _ => throw new InvalidOperationException($"no reader for a source of the kind {source.Kind}"),
        };
    }

    public bool IsOnDemand(Camera camera) =>
        camera.Options.OnDemand ?? Find(camera).Kind is CameraSourceKind.Device or CameraSourceKind.Url;

    public async Task<bool> AnswersAsync(Camera camera, CancellationToken cancellationToken) => Find(camera) switch
    {
        { Kind: CameraSourceKind.Device } device => !OperatingSystem.IsLinux() || V4l2.WhyUnusable(device.Address) is null,
        { Kind: CameraSourceKind.Url } url => await AnswersAsync(new CameraUrl(url.Address), cancellationToken),
        { Kind: CameraSourceKind.VideoFile } file => File.Exists(file.Address),
        _ => true,
    };

    /// <summary>Whether somebody listens where a camera should. Of those that aren't reached by TCP, nothing is known before they are tried.</summary>
    private async Task<bool> AnswersAsync(CameraUrl url, CancellationToken cancellationToken)
    {
        if (url.Scheme is not ("http" or "https" or "rtsp" or "rtsps" or "rtmp" or "tcp") || url.Host.Length == 0 || url.Port == 0)
            return true;
        using var timeout = new CancellationTokenSource(AnswerTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(url.Host, url.Port, either.Token);
            return true;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }

    /// <summary>
    /// What the source is. <c>auto</c> is decided when it is first asked for; if that was a device, another one may take its place when
    /// it is gone, because a camera may come back under another number, but never the test pattern.
    /// </summary>
    private CameraSource Find(Camera camera)
    {
        CameraSource source = CameraSource.Parse(camera.Options.Source)!;
        if (source.Kind != CameraSourceKind.Auto)
            return source;
        if (_found.TryGetValue(camera.Name, out CameraSource? found) && (found.Kind != CameraSourceKind.Device || File.Exists(found.Address)))
            return found;

        string? device = OperatingSystem.IsLinux() ? V4l2.FirstCamera() : null;
        if (device is null && found is not null)
            return found;
        CameraSource now = device is null ? new(CameraSourceKind.TestPattern, "") : new(CameraSourceKind.Device, device);
        _found[camera.Name] = now;
        LogFound(camera.Name, device ?? "no local camera, so the test pattern");
        return now;
    }

    [LoggerMessage(110, LogLevel.Information, "Camera {Camera}: source auto found {Source}")]
    private partial void LogFound(string camera, string source);
}
