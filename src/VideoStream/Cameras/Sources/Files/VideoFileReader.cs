using VideoStream.Cameras.Sources.Ffmpeg;
using VideoStream.Configuration;
using VideoStream.Frames;

namespace VideoStream.Cameras.Sources.Files;

/// <summary>Plays a video file in a loop through an ffmpeg child process, by the times of its frames.</summary>
internal sealed class VideoFileReader(string path, CameraOptions options, TimeProvider time) : ICameraReader
{
    /// <summary>How often one ffmpeg plays the film. It needs memory for each round. The next ffmpeg follows with a short gap.</summary>
    private const int Rounds = 2_000;

    /// <summary>
    /// A film that shows nothing for this time is played once only. So ffmpeg ends and gives a reason, where it would read a film without
    /// a frame again and again.
    /// </summary>
    private static readonly TimeSpan FirstFrameTimeout = TimeSpan.FromSeconds(3);

    /// <summary>The least time between the starts of two ffmpegs.</summary>
    private static readonly TimeSpan RestartInterval = TimeSpan.FromSeconds(1);

    private VideoFileErrors? _errors;
    private FfmpegVideo? _video;
    private VideoFileWatch? _watch;
    private long _started;
    private bool _hasFrame;

    public SourceResult Open(CancellationToken cancellationToken)
    {
        if (VideoFileCheck.Run(path) is { IsOk: false } unreadable)
            return unreadable;
        return FfmpegProgram.FindFault() is { } fault ? fault : Play(Rounds, cancellationToken);
    }

    public SourceResult Grab(CancellationToken cancellationToken)
    {
        while (!_video!.TryReadFrame())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Restart(cancellationToken) is { IsOk: false } failed)
                return failed;
        }

        _hasFrame = true;
        return SourceResult.Ok;
    }

    public bool Retrieve(FrameContent content, CaptureStamp stamp)
    {
        _video!.CopyTo(content.Writable);
        return true;
    }

    public void Close()
    {
        _watch?.Dispose();
        _watch = null;
        _video?.Dispose();
        _video = null;
    }

    private SourceResult Play(int rounds, CancellationToken cancellationToken)
    {
        if (Start(rounds, cancellationToken) is { IsOk: false } failed)
            return failed;
        string? header = ReadHeader(rounds > 1 ? FirstFrameTimeout : Timeout.InfiniteTimeSpan, out bool isLate);
        cancellationToken.ThrowIfCancellationRequested();
        if (header is null)
            return isLate ? Play(rounds: 1, cancellationToken) : WaitForFault();
        return _video!.TryPrepare(header, cancellationToken)
            ? SourceResult.Ok
            : new CameraFault(CameraFaultKind.InvalidFrameSize, path, header);
    }

    private SourceResult Start(int rounds, CancellationToken cancellationToken)
    {
        Close();
        FfmpegVersion version = FfmpegProgram.Version;
        _errors = new VideoFileErrors(path, options, version, time);
        FfmpegCall call = VideoFileCall.Create(path, rounds, options, version);
        SourceResult<FfmpegChild> started = FfmpegChild.Start(call, _errors, cancellationToken);
        if (!started.IsOk)
            return started.Fault;
        (_video, _started, _hasFrame) = (new FfmpegVideo(started.Value), time.GetTimestamp(), false);
        _watch = new VideoFileWatch(path, time, _video.Kill);
        return SourceResult.Ok;
    }

    private string? ReadHeader(TimeSpan timeout, out bool isLate)
    {
        using var late = new CancellationTokenSource(timeout, time);
        using CancellationTokenRegistration kill = late.Token.UnsafeRegister(video => ((FfmpegVideo)video!).Kill(), _video!);
        string? header = _video!.ReadHeader();
        isLate = late.IsCancellationRequested;
        return header;
    }

    /// <summary>
    /// Plays the file again, because it has changed, because ffmpeg could not open it for the next round, or after the last round.
    /// </summary>
    private SourceResult Restart(CancellationToken cancellationToken)
    {
        CameraFault fault = WaitForFault();
        if (!_watch!.HasChanged)
        {
            if (!_hasFrame)
                return fault;
            if (_video!.IsKilled)
                return new CameraFault(CameraFaultKind.FfmpegError, path, "ffmpeg crashed, or was killed");
        }

        time.WaitUntil(_started + time.Ticks(RestartInterval), cancellationToken);
        return Open(cancellationToken);
    }

    /// <summary>The file may be gone since it was checked, and ffmpeg does not tell such a one from one that is damaged.</summary>
    private CameraFault WaitForFault()
    {
        _video!.WaitForEnd();
        return VideoFileCheck.Run(path).Fault ?? _errors!.Fault;
    }
}
