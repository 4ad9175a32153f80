using System.Diagnostics.CodeAnalysis;
using VideoStream.Adaptation;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Viewers.Settings;

namespace VideoStream.Viewers;

/// <summary>
/// One viewer's frames: a subscription whose variant and rate follow the viewer's settings and its link. Used by the viewer's sender alone,
/// except for members that say otherwise.
/// </summary>
internal sealed class AdaptiveSubscription : IRenditionSource, IDisposable
{
    private readonly VariantSet _camera;
    private readonly ILinkProbe _probe;
    private readonly ClientLimits _limits;
    private readonly H264Options _h264;
    private readonly VideoRungsCache _video = new();
    private readonly TimeProvider _time;
    private readonly Action _wake;
    private readonly VariantSubscription _feed;
    private readonly LinkController _link;
    private readonly WakeTimer _timer;
    private Rendition _rendition;
    private ViewerSettings _settings = null!;
    private double _maxRate;
    private int _upstream;
    private bool _isSending;
    private long _sendBlockedSince;

    /// <summary>Creates a subscription for a viewer.</summary>
    /// <param name="camera">The variants of the camera that it watches.</param>
    /// <param name="connection">Its connection.</param>
    /// <param name="options">The limits of clients, and of adaptation.</param>
    /// <param name="consumer">Is offered frames. It takes them with <see cref="TryTake"/>, right there or later.</param>
    /// <param name="wake">Called from any thread when a frame may be sent again. May call <see cref="TryTake"/>. Must not block.</param>
    /// <param name="time">The clock that stamps frames.</param>
    public AdaptiveSubscription(
        VariantSet camera,
        ViewerConnection connection,
        VideoStreamOptions options,
        IFrameConsumer consumer,
        Action wake,
        TimeProvider time)
    {
        (_camera, _probe, _limits, _h264, _wake, _time) = (camera, connection.Probe, options.WebSocket, options.H264, wake, time);
        _feed = new VariantSubscription(camera, consumer, time) { Refused = wake };
        _timer = new WakeTimer(wake, time);
        _link = new LinkController(options.Adaptive, this, connection.GivesReceipts);
    }

    /// <summary>Called from any thread when the client is to be asked again, before the next frame, how far away it is.</summary>
    public Action? QuestionDue { get; init; }

    /// <summary>Frames that were due and were not sent.</summary>
    public long Skipped => _feed.Skipped;

    /// <summary>The current rendition; null before the first. For any thread.</summary>
    public Rendition? Rendition => _link.Rendition is { Rate: > 0 } rendition ? rendition : null;

    /// <inheritdoc cref="VariantSubscription.Problem"/>
    public string? Problem => _feed.Problem;

    /// <inheritdoc cref="VariantSubscription.IsStill"/>
    public bool IsStill => _feed.IsStill;

    /// <summary>Whether the client is to be asked for a receipt of the frame that was taken last.</summary>
    public bool IsReceiptDue { get; private set; }

    /// <summary>The state of the link to the viewer. For any thread.</summary>
    public LinkReport Report => _link.Report(_feed.IsOverloaded || _feed.IsSubstituted);

    /// <summary>How many frames are recorded as in flight. For any thread.</summary>
    public int RecordedInFlight => _link.FramesInFlight;

    /// <summary>
    /// Since when no frame is sent because bytes are in flight, in monotonic ticks; 0 while frames are sent. For any thread.
    /// </summary>
    public long SendBlockedSince => Volatile.Read(ref _sendBlockedSince);

    RenditionRequest IRenditionSource.Request => RequestOf(_settings);

    double IRenditionSource.FrameRate => _camera.Camera.Newest?.Rate ?? 0;

    bool IRenditionSource.IsOverloaded => _feed.IsOverloaded;

    double IRenditionSource.MaxRate => _camera.MaxRate;

    bool IRenditionSource.IsRefused(Rendition rendition) =>
        _upstream != 0 && _settings is { } settings && _camera.IsRefused(settings.Variant(rendition));

    private TimeSpan Now => _time.GetElapsedTime(0);

    /// <summary>Takes a frame to send now. If there is none, the consumer is offered one later, or woken when the link has room.</summary>
    /// <param name="settings">What the viewer asked for.</param>
    /// <param name="offered">The frame that the consumer was offered; null to ask for the newest.</param>
    /// <param name="frame">The frame, which counts as sent; the caller releases it.</param>
    /// <param name="changed">Whether, and why, it is another rendition than before.</param>
    public bool TryTake(
        ViewerSettings settings, EncodedFrame? offered, [NotNullWhen(true)] out EncodedFrame? frame, out RenditionChange changed)
    {
        (frame, changed) = (null, RenditionChange.None);
        TimeSpan now = Now;
        // The sender asks for a frame only when the kernel has taken the previous one.
        if (_isSending)
            _link.OnSent(now);
        _isSending = false;
        // The link decides only when there is a new frame, or another one may be asked for. Else the subscription offers the next.
        bool hasNews = _feed.IsBehind || _camera.UpstreamVersion != _upstream || !ReferenceEquals(settings, _settings);
        if (hasNews && !MaySend(settings, now, out changed))
            return false;
        while (!_feed.TryTake(settings.Variant(_rendition), _rendition.Rate, offered, out frame))
        {
            // The refusal of what is asked for may come before the subscription waits.
            if (_camera.UpstreamVersion == _upstream || !MaySend(settings, now, out RenditionChange other))
                return false;
            changed = other > changed ? other : changed;
        }

        _isSending = true;
        IsReceiptDue = _link.OnSending(new SentFrame(
            frame.Stamp.Number, frame.Bytes.Length, _time.GetElapsedTime(0, frame.Stamp.Timestamp), now));
        return true;
    }

    /// <summary>A frame will be taken soon: asks the processor for what decides about it.</summary>
    public void Prefetch()
    {
        CachePrefetch.Of(_link, LinkController.CacheLines);
        CachePrefetch.Of(_probe, lines: 1);
    }

    /// <summary>The kernel took the last frame at once.</summary>
    public void OnSent() => _isSending = false;

    /// <inheritdoc cref="VariantSubscription.RequestKeyFrame"/>
    public void RequestKeyFrame() => _feed.RequestKeyFrame();

    /// <summary>The viewer gets no frames until it takes one again.</summary>
    public void Pause()
    {
        _feed.Pause();
        _link.Pause();
        _isSending = false;
        Volatile.Write(ref _sendBlockedSince, 0);
    }

    /// <summary>Applies changed settings at once. For any thread.</summary>
    public void Follow(ViewerSettings settings) => _link.Follow(RequestOf(settings), Now);

    /// <inheritdoc cref="LinkController.OnAsked"/>
    public void OnAsked() => _link.OnAsked(Now);

    /// <summary>The client has acknowledged a frame. For any thread.</summary>
    /// <returns>False if it was not sent, or was acknowledged before.</returns>
    public bool TryAcknowledge(long number)
    {
        if (!_link.TryAcknowledge(number, Now, out AnswerSequel sequel))
            return false;
        Follow(sequel);
        return true;
    }

    /// <summary>The client's program has read a frame, and all before it. For any thread.</summary>
    /// <returns>False if no receipt of it was asked for, or it came before.</returns>
    public bool TryReceive(long number)
    {
        if (!_link.TryReceive(number, Now, out AnswerSequel sequel))
            return false;
        Follow(sequel);
        return true;
    }

    /// <inheritdoc cref="LinkController.SampleAges"/>
    public AgeSample SampleAges() => _link.SampleAges();

    public void Dispose()
    {
        _timer.Dispose();
        _feed.Dispose();
    }

    private void Follow(AnswerSequel sequel)
    {
        // First: the question goes before the frame.
        if (sequel.IsQuestionDue)
            QuestionDue?.Invoke();
        if (sequel.IsSendBlocked)
            _wake();
    }

    private bool MaySend(ViewerSettings settings, TimeSpan now, out RenditionChange changed)
    {
        double maxRate = _camera.MaxRate;
        int upstream = _camera.UpstreamVersion;
        if (!ReferenceEquals(settings, _settings) || maxRate != _maxRate || upstream != _upstream)
        {
            (_settings, _maxRate, _upstream) = (settings, maxRate, upstream);
            _link.Follow(RequestOf(settings), now);
        }

        SendDecision decision = _link.Decide(now, _probe);
        // Another rung is news, whatever the reason: before it nobody knows the bitrate.
        bool isOtherRung = decision.Rendition.Encoding.IsH264 && decision.Rendition != _rendition;
        changed = decision.HasRenditionChanged ? RenditionChange.Link : isOtherRung ? RenditionChange.Request : RenditionChange.None;
        _rendition = decision.Rendition;
        long blockedSince = _sendBlockedSince != 0 ? _sendBlockedSince : _time.GetTimestamp();
        Volatile.Write(ref _sendBlockedSince, decision.IsBlockedInFlight ? blockedSince : 0);
        if (decision.MaySend)
            return true;
        _timer.Start(decision.Wait);
        _feed.Decline();
        return false;
    }

    private RenditionRequest RequestOf(ViewerSettings settings)
    {
        PictureSize? source = _camera.CameraSize;
        if (settings.Codec == Codec.H264)
        {
            double rate = Math.Min(settings.Fps, _limits.FrameRate);
            int? passed = PassedVideo.Kilobits(_camera.Camera, settings, rate, _video.PassedKilobits);
            VideoRungs rungs = _video.Get(_h264, source, settings.MaxSize, passed);
            return new(rungs.Best(rate), Source: null, settings.Adaptive, rungs.IsPassed, rungs);
        }

        var asked = new Rendition(settings.Encoding, settings.MaxSize, Math.Min(settings.Fps, _limits.FrameRate));
        bool isPassthrough = _camera.Normalize(settings.Variant(asked)).Encoding.IsPassthrough
            && _camera.Camera.Frames.CanPassLatest;
        return new RenditionRequest(asked, settings.MaxSize is null ? source : null, settings.Adaptive, isPassthrough);
    }

    double IRenditionSource.EstimateBytes(Rendition rendition)
    {
        if (rendition.Encoding.IsPassedH264)
            return PassedVideo.FrameBytes(_camera.Camera);
        if (rendition.Encoding.IsH264)
            return VideoRungs.FrameBytes(rendition.Encoding.Kilobits, _camera.Camera.Newest?.Rate ?? 0);
        PictureSize source = _camera.CameraSize ?? _camera.Camera.Size;
        PictureSize size = rendition.MaxSize is { } maxSize ? source.FitInto(maxSize) : source;
        VariantEncoding encoding = size == source
            && rendition.Encoding.Quality == _camera.Limits.Quality
            && _camera.Camera.Frames.CanPassLatest
            ? VariantEncoding.Passthrough(_camera.Limits.Quality)
            : rendition.Encoding;
        return _camera.Sizes.Estimate(size, encoding);
    }
}
