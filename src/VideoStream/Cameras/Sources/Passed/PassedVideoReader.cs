using VideoStream.Frames;
using VideoStream.Frames.H264;

namespace VideoStream.Cameras.Sources.Passed;

/// <summary>
/// Reads a camera's own H.264, which viewers can be passed, or where that can't be, what ffmpeg decodes of it. It changes to ffmpeg at most
/// once.
/// </summary>
/// <param name="problem">What of the camera's options keeps its video from being passed, in words; null if nothing does.</param>
/// <param name="createVideo">Makes what reads the H.264. Called once.</param>
/// <param name="createDecoder">Makes the reader that decodes.</param>
/// <param name="time">The clock.</param>
/// <param name="known">Remembers what keeps the camera's video from being passed; null to find out in each connection.</param>
internal sealed class PassedVideoReader(
    string? problem, Func<IPassedVideo> createVideo, Func<ICameraReader> createDecoder, TimeProvider time, KnownProblem? known = null)
    : ICameraReader
{
    /// <summary>
    /// So long a first key frame is waited for. Then ffmpeg tries, which can also begin where a camera refreshes its picture in parts.
    /// </summary>
    private static readonly TimeSpan KeyFrameTimeout = TimeSpan.FromSeconds(6);

    private const string NoKeyFrame = "the camera sends H.264, but no key frame to begin with";

    /// <summary>A decoder that has failed for so many key frames will not do better with the next.</summary>
    private const int MaxDoubtfulKeyFrames = 2;

    private readonly UnitPreparer _preparer = new();
    private IPassedVideo? _video;
    private ICameraReader? _reader;
    private PooledBuffer? _unit;
    private H264UnitKind _kind;
    private int _doubtful;
    private long _decoded;
    private (long Units, long Pictures)? _before;
    private long _openedAt;
    private volatile string? _problem;
    private volatile bool _isDecoded;

    /// <inheritdoc/>
    public string? VideoProblem => _problem;

    /// <inheritdoc/>
    public string? Hindrance => _problem == NoKeyFrame && !_isDecoded ? NoKeyFrame : null;

    public SourceResult Open(CancellationToken cancellationToken)
    {
        _problem = OpenH264.Problem ?? problem ?? known?.Current;
        if (_problem is not null)
            return OpenDecoded(cancellationToken);
        _video = createVideo();
        PassedOpenResult opened = _video.Open(cancellationToken);
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
            _problem ??= InWords(_video?.Unsupported) ?? _preparer.Problem ?? (read.IsOk ? FindMissing() : null);
            if (!read.IsOk && (_video is null || _problem is null))
                return read;
        }

        return _reader!.Grab(cancellationToken);
    }

    public bool Retrieve(FrameContent content, CaptureStamp stamp)
    {
        if (_video is null)
            return _isDecoded = _reader!.Retrieve(content, stamp);
        if (_before is null)
            content.ForgetDoubt();
        if (_kind == H264UnitKind.Key)
            Doubt(content);
        if (_doubtful > MaxDoubtfulKeyFrames || HasNeverDecoded(content))
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

    /// <summary>Whether nothing of this connection could be decoded, though it was tried often. Damage would not be in all.</summary>
    private bool HasNeverDecoded(FrameContent content)
    {
        IUnitDecoder decoder = content.Units;
        var (units, pictures) = _before ??= (decoder.Count, decoder.Pictures);
        return decoder.Count - units >= DecodeState.MaxFailures && decoder.Pictures == pictures;
    }

    /// <summary>Only where units come: a camera that is silent may send a key frame first when it goes on.</summary>
    private string? FindMissing() =>
        _preparer.Stream is null && time.GetElapsedTime(_openedAt) >= KeyFrameTimeout ? NoKeyFrame : null;

    private static string? InWords(string? unsupported) => unsupported is null ? null : $"the camera {unsupported}";

    /// <summary>Most cameras have few connections, so the other one ends first.</summary>
    private SourceResult OpenDecoded(CancellationToken cancellationToken)
    {
        if (_video is not null)
            known?.Remember(_problem!);
        Close();
        _reader = createDecoder();
        return _reader.Open(cancellationToken);
    }
}
