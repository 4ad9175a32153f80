using VideoStream.Configuration;
using VideoStream.Frames;

namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>Reads a camera through an ffmpeg child process.</summary>
/// <param name="url">The address of the camera.</param>
/// <param name="options">The options of the camera.</param>
/// <param name="isPaced">Whether to read at the video's own rate, because the source delivers faster than real time.</param>
/// <param name="time">The clock.</param>
/// <param name="relay">What ffmpeg reads instead of the address; null to let ffmpeg, or a relay of its own, connect.</param>
internal sealed class FfmpegReader(
    CameraUrl url, CameraOptions options, bool isPaced, TimeProvider time, IFfmpegRelay? relay = null) : ICameraReader
{
    private IFfmpegRelay? _relay = relay;
    private FfmpegErrors? _errors;
    private FfmpegVideo? _video;

    public SourceResult Open(CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        if (Start(cancellationToken) is { IsOk: false } failed)
            return failed;
        string? header = _video!.ReadHeader();
        cancellationToken.ThrowIfCancellationRequested();
        if (header is null)
        {
            CameraFault fault = WaitForFault();
            bool isMute = fault.Kind == CameraFaultKind.NotVideo && time.GetElapsedTime(started) >= FfmpegArguments.SocketTimeout(options);
            return isMute ? fault with { Kind = CameraFaultKind.Mute } : fault;
        }

        return _video.TryPrepare(header, cancellationToken)
            ? SourceResult.Ok
            : new CameraFault(CameraFaultKind.InvalidFrameSize, url.Display, url.Redact(header));
    }

    public SourceResult Grab(CancellationToken cancellationToken)
    {
        bool read = _video!.TryReadFrame();
        cancellationToken.ThrowIfCancellationRequested();
        return read ? SourceResult.Ok : WaitForFault();
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
        _relay?.Dispose();
        _relay = null;
    }

    /// <summary>Starts ffmpeg, with a relay for what it must not do itself.</summary>
    private SourceResult Start(CancellationToken cancellationToken)
    {
        if (FfmpegProgram.FindFault() is { } fault)
            return fault;
        FfmpegVersion version = FfmpegProgram.Version;
        _relay ??= FfmpegRelays.Create(url, options, time);
        var input = new FfmpegInput(_relay?.Url ?? url, options, isPaced) { Extra = _relay?.Options ?? [] };
        var call = new FfmpegCall([.. FfmpegArguments.Create(input, version)], input.IsSecret ? [FfmpegArguments.Script(input)] : [])
        {
            // A relay makes the connection, and uses the proxy itself where it can.
            InheritsProxy = options.FfmpegUseProxy && _relay is null,
        };
        _errors = new UrlErrors(url, input, version);
        SourceResult<FfmpegVideo> started = FfmpegVideo.Start(call, _errors, cancellationToken);
        if (!started.IsOk)
            return started.Fault;
        _video = started.Value;
        _relay?.Serve(_video.ProcessId);
        return SourceResult.Ok;
    }

    private CameraFault WaitForFault()
    {
        _video!.WaitForEnd();
        return _relay?.Fault ?? _errors!.Fault;
    }
}
