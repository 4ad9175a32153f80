using VideoStream.Cameras.Sources.Ffmpeg;
using VideoStream.Configuration;
using VideoStream.Frames;
using VideoStream.Frames.H264;

namespace VideoStream.Cameras.Sources.Rtsp;

/// <summary>
/// Reads a camera over RTSP: its own H.264, which viewers can be passed, or where that can't be, what ffmpeg decodes of it.
/// </summary>
/// <param name="url">The address of the camera.</param>
/// <param name="options">The options of the camera.</param>
/// <param name="time">The clock.</param>
internal sealed class RtspReader(CameraUrl url, CameraOptions options, TimeProvider time) : ICameraReader
{
    /// <summary>
    /// So long a first key frame is waited for. Then ffmpeg tries, which can also begin where a camera refreshes its picture in parts.
    /// </summary>
    private static readonly TimeSpan KeyFrameTimeout = TimeSpan.FromSeconds(6);

    private const string NoKeyFrame = "the camera sends H.264, but no key frame to begin with";

    /// <summary>A decoder that has failed for so many key frames will not do better with the next.</summary>
    private const int MaxDoubtfulKeyFrames = 2;

    private readonly UnitPreparer _preparer = new();
    private RtspVideo? _video;
    private FfmpegReader? _reader;
    private PooledBuffer? _unit;
    private H264UnitKind _kind;
    private int _doubtful;
    private long _decoded;
    private long _openedAt;
    private volatile string? _problem;

    /// <inheritdoc/>
    public string? VideoProblem => _problem;

    /// <inheritdoc/>
    public string? Hindrance => _problem == NoKeyFrame ? NoKeyFrame : null;

    public SourceResult Open(CancellationToken cancellationToken)
    {
        _problem = FindProblem();
        if (_problem is not null)
            return OpenDecoded(cancellationToken);
        _video = new RtspVideo(url, options, time);
        RtspOpenResult opened = _video.Open(cancellationToken);
        if (opened.Fault is { } fault)
            return fault;
        _openedAt = time.GetTimestamp();
        _problem = InWords(opened.Unsupported);
        return _problem is null ? SourceResult.Ok : OpenDecoded(cancellationToken);
    }

    public SourceResult Grab(CancellationToken cancellationToken)
    {
        while (_video is not null)
        {
            SourceResult read = _problem is null ? _video.Read(cancellationToken) : OpenDecoded(cancellationToken);
            if (_video is not null && read.IsOk && _preparer.TryPrepare(_video.Unit, _video.FollowsLoss, out _kind) is { } unit)
                return Keep(unit);
            _problem ??= InWords(_video?.Unsupported) ?? _preparer.Problem ?? FindMissing();
            if (!read.IsOk && (_video is null || _problem is null))
                return read;
        }

        return _reader!.Grab(cancellationToken);
    }

    public bool Retrieve(FrameContent content, CaptureStamp stamp)
    {
        if (_video is null)
            return _reader!.Retrieve(content, stamp);
        if (_kind == H264UnitKind.Key)
            Doubt(content);
        if (_doubtful > MaxDoubtfulKeyFrames)
            _problem = "the camera has H.264 that OpenH264 can't decode";
        content.Put(new H264Payload(_unit!, _preparer.Stream!, _kind, content.Units));
        _unit = null;
        return true;
    }

    public void Close()
    {
        _unit?.Release();
        _video?.Dispose();
        (_unit, _video) = (null, null);
        _reader?.Close();
        _reader = null;
    }

    private SourceResult Keep(PooledBuffer unit)
    {
        _unit?.Release();
        _unit = unit;
        return SourceResult.Ok;
    }

    /// <summary>A doubt grows only while somebody has frames decoded.</summary>
    private void Doubt(FrameContent content)
    {
        long decoded = content.Units.Count;
        if (!content.IsInDoubt)
            _doubtful = 0;
        else if (decoded > _decoded)
            _doubtful++;
        _decoded = decoded;
    }

    /// <summary>What only ffmpeg can do.</summary>
    private string? FindProblem()
    {
        if (!OpenH264.IsAvailable)
            return OpenH264.Problem;
        if (options.RtspTransport == RtspTransport.Udp)
            return "RtspTransport is Udp";
        if (url.Scheme == "rtspu")
            return "the camera has an address of rtspu, which is UDP";
        if (options.FfmpegInputOptions.Length > 0)
            return "FfmpegInputOptions are set";
        return options.FfmpegUseProxy ? "FfmpegUseProxy is set" : null;
    }

    private string? FindMissing() =>
        _preparer.Stream is null && time.GetElapsedTime(_openedAt) >= KeyFrameTimeout ? NoKeyFrame : null;

    private static string? InWords(string? unsupported) => unsupported is null ? null : $"the camera {unsupported}";

    /// <summary>Most cameras have few connections, so the other one ends first.</summary>
    private SourceResult OpenDecoded(CancellationToken cancellationToken)
    {
        Close();
        _reader = new FfmpegReader(url, options, isPaced: false, time);
        return _reader.Open(cancellationToken);
    }
}
