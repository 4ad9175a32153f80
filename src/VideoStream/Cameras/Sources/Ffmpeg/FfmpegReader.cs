using VideoStream.Configuration;
using VideoStream.Frames;

namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>Reads a camera through an ffmpeg child process, which decodes.</summary>
/// <param name="url">The address of the camera.</param>
/// <param name="options">The options of the camera.</param>
/// <param name="isPaced">Whether to read at the video's own rate, because the source delivers faster than real time.</param>
/// <param name="time">The clock.</param>
/// <param name="relay">What ffmpeg reads instead of the address; null to let ffmpeg, or a relay of its own, connect.</param>
internal sealed class FfmpegReader(
    CameraUrl url, CameraOptions options, bool isPaced, TimeProvider time, IFfmpegRelay? relay = null) : ICameraReader
{
    private readonly FfmpegCamera _camera = new(url, options, isPaced, time, relay);
    private FfmpegVideo? _video;

    public SourceResult Open(CancellationToken cancellationToken)
    {
        if (_camera.Start(version => FfmpegCall.Output(version), cancellationToken) is { IsOk: false } failed)
            return failed;
        _video = new FfmpegVideo(_camera.Child);
        string? header = _video.ReadHeader();
        cancellationToken.ThrowIfCancellationRequested();
        if (header is null)
            return _camera.WaitForFaultOfOpening();
        return _video.TryPrepare(header, cancellationToken)
            ? SourceResult.Ok
            : new CameraFault(CameraFaultKind.InvalidFrameSize, url.Display, url.Redact(header));
    }

    public SourceResult Grab(CancellationToken cancellationToken)
    {
        bool read = _video!.TryReadFrame();
        cancellationToken.ThrowIfCancellationRequested();
        return read ? SourceResult.Ok : _camera.WaitForFault();
    }

    public bool Retrieve(FrameContent content, CaptureStamp stamp)
    {
        _video!.CopyTo(content.Writable);
        return true;
    }

    public void Close()
    {
        _video?.Dispose();
        _video = null;
        _camera.Dispose();
    }
}
