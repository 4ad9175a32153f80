using System.Diagnostics.CodeAnalysis;
using VideoStream.Cameras;
using VideoStream.Frames;

namespace VideoStream.Encoding;

/// <summary>
/// One consumer of a camera's encoded frames: which variant it watches, which frame it had last, and when it wants the next. Gives each
/// frame at most once, never faster than asked, and a frame that shows what the last one did only once a second. Used by one thread at a
/// time, unless a member says otherwise.
/// </summary>
internal sealed class VariantSubscription : StreamSubscriber, IDisposable
{
    private readonly VariantSet _variants;
    private readonly IFrameConsumer _consumer;
    private readonly WatchedStream _watched;
    private readonly TimeProvider _time;
    private FramePacer _pacer;
    private DecodePosition _position;
    private (Variant Variant, PictureSize? Source, int Upstream) _asked;
    private FrameStamp _last;
    private long _interval = 1;
    private long _skipped;
    private int _isLost;
    private bool _hasFrame;
    private bool _isCatchingUp;

    /// <summary>Creates a subscription, which counts as a viewer of the camera from its first <see cref="TryTake"/>.</summary>
    /// <param name="variants">The camera's variants.</param>
    /// <param name="consumer">Gets the frames.</param>
    /// <param name="time">The clock that stamps frames.</param>
    public VariantSubscription(VariantSet variants, IFrameConsumer consumer, TimeProvider time)
    {
        (_variants, _consumer, _time) = (variants, consumer, time);
        _watched = new WatchedStream(variants, this, consumer);
    }

    /// <summary>Called, from any thread, when the variant that is watched was refused: another one may be better. Must not block.</summary>
    public Action? Refused { get; init; }

    /// <summary>Frames that were due and were not taken in time.</summary>
    public long Skipped => _skipped + (_variants.Camera.Newest is { } newest ? _pacer.Missed(Seen(newest.Stamp), _interval) : 0);

    /// <summary>Frames that were due before the last one and were not taken.</summary>
    public long SkippedBefore => _skipped;

    /// <summary>Whether the camera has a newer frame to send than the last one that was taken.</summary>
    public bool IsBehind => IsNew(_variants.Camera.Frames.Newest);

    /// <summary>
    /// Whether the camera's picture does not change, so that a frame comes only once a second. For any thread. With a dynamic overlay each
    /// frame differs.
    /// </summary>
    public bool IsStill =>
        !HasDynamicOverlay && _variants.Camera is { Status.State: CameraState.Live, Newest.IsDuplicate: true };

    /// <summary>Why the variant that is watched does not come, in words; null if nothing is known to be wrong. For any thread.</summary>
    public string? Problem => _watched.Problem;

    /// <inheritdoc cref="WatchedStream.Refusal"/>
    public string? Refusal => _watched.Refusal;

    /// <inheritdoc cref="WatchedStream.IsSubstituted"/>
    public bool IsSubstituted => _watched.IsSubstituted;

    /// <summary>Whether this machine can't keep up with the variant that is watched. For any thread.</summary>
    public bool IsOverloaded => _variants.Overload.IsOverloaded(
        _watched.Current?.EncodeLatency ?? 0, _watched.Current is { Variant.Encoding.IsH264: true } ? VideoRate.Max : double.MaxValue);

    private bool HasDynamicOverlay => _watched.Current is { HasDynamicOverlay: true };

    // Written by the consumer, read by the thread that encodes. An old value causes at most one encode too many.
    private long NotBefore { get; set; }

    /// <summary>Takes a frame of a variant if there is one now. If not, the consumer is offered one later.</summary>
    /// <param name="variant">The variant to watch from now on.</param>
    /// <param name="rate">Maximum frames a second.</param>
    /// <param name="offered">
    /// The frame that the consumer was offered: this or a newer one is taken. The consumer need not hold a reference. Null for the newest.
    /// </param>
    /// <param name="frame">The frame. The caller releases it.</param>
    public bool TryTake(Variant variant, double rate, EncodedFrame? offered, [NotNullWhen(true)] out EncodedFrame? frame)
    {
        Watch(Normalize(variant));
        _interval = (long)(_time.TimestampFrequency / rate);
        NotBefore = _pacer.Earliest(_interval);
        if (!TryChange(out frame) && (MustWait() || !TryGoOn(offered, out frame)))
            return false;
        if (frame.Unit is { } unit)
            Record(unit, frame.Stamp);
        _hasFrame = true;
        _last = Seen(frame.Stamp);
        _skipped += _pacer.Record(_last, _interval);
        NotBefore = _pacer.Earliest(_interval);
        return true;
    }

    /// <summary>
    /// The consumer can't be sent anything now. Nothing is encoded for it and it is offered nothing until it tries to take again.
    /// </summary>
    public void Decline() => _watched.Current?.Leave(this);

    /// <summary>The consumer cannot decode what it has taken: the next frame that it takes is a key frame. For any thread.</summary>
    public void RequestKeyFrame() => Volatile.Write(ref _isLost, 1);

    /// <summary>
    /// One of those that the consumer passes its frames to cannot decode them: a key frame comes soon. Until then the others come as
    /// before. For any thread.
    /// </summary>
    public void HastenKeyFrame() => _watched.Current?.Encoder.RequestKeyFrame();

    /// <summary>Stops watching. Frames that are missed meanwhile do not count as skipped.</summary>
    public void Pause()
    {
        if (!_watched.Leave())
            return;
        BeginStream();
        _pacer.Reset();
    }

    public void Dispose() => Pause();

    /// <summary>Whether a frame is due and new. For any thread.</summary>
    internal override bool Wants(FrameStamp stamp) => stamp.Timestamp >= NotBefore && IsNew(stamp);

    /// <inheritdoc/>
    internal override bool Wants(EncodedFrame frame)
    {
        if (frame.Unit is not { } unit)
            return Wants(frame.Stamp);
        // A stream that it begins with may show once more what the one before did.
        if (frame.Stamp.Number < _last.Number + (_hasFrame ? 1 : 0))
            return false;
        // Later frames depend on those of the base, whatever they show.
        return _position.CanDecode(unit) && (unit.Layer == 0 || Wants(frame.Stamp));
    }

    /// <inheritdoc/>
    internal override bool IsCatchingUp => _isCatchingUp;

    /// <inheritdoc/>
    internal override bool IsCutOffBy(EncodedFrame frame) => frame.Unit is { Layer: 0 } unit
        && _watched.Current is { Variant.Encoding.IsPassedH264: true }
        && !_position.CanDecode(unit);

    /// <inheritdoc/>
    internal override bool NeedsKeyFrame(long newestBase) => _position.Base != newestBase;

    /// <inheritdoc/>
    internal override void OnRefused() => Refused?.Invoke();

    /// <inheritdoc/>
    internal override void Prefetch(int ahead)
    {
        if (ahead == 5)
            CachePrefetch.Of(_consumer);
        else
            _consumer.Prefetch(ahead);
    }

    /// <inheritdoc cref="IFrameConsumer.OnFrame"/>
    internal override bool Offer(EncodedFrame frame) => _consumer.OnFrame(frame);

    /// <summary>Whether nothing more is taken of this stream, because the next one is about to begin.</summary>
    private bool MustWait()
    {
        if (!_watched.MustWait(_variants.Camera.Frames.Newest.Timestamp))
            return false;
        // If it does not begin, this one goes on.
        _watched.Current!.Wait(this);
        return true;
    }

    private bool TryGoOn(EncodedFrame? offered, [NotNullWhen(true)] out EncodedFrame? frame) =>
        TryAccept(offered, out frame) || _watched.Current!.TryTake(this, offered, out frame) || TryDetour(out frame);

    /// <summary>Accepts an offered frame without a lock. It may be of a stream that is not watched any more, or not the newest.</summary>
    private bool TryAccept(EncodedFrame? offered, [NotNullWhen(true)] out EncodedFrame? frame)
    {
        bool isAccepted = offered is not null
            && _watched.IsFresh(offered, _isCatchingUp, _time.TimestampFrequency)
            && Wants(offered)
            && offered.TryRetain();
        frame = isAccepted ? offered : null;
        return isAccepted;
    }

    /// <summary>Whether a frame shows what the consumer doesn't have, or is to tell it that nothing has changed.</summary>
    private bool IsNew(FrameStamp stamp) => stamp.Number > _last.Number
        && (Seen(stamp).ContentId != _last.ContentId || stamp.Timestamp - _last.Timestamp >= _time.TimestampFrequency - (_interval / 4));

    /// <summary>A frame as the variant shows it. With a dynamic overlay each frame differs.</summary>
    private FrameStamp Seen(FrameStamp stamp) => HasDynamicOverlay ? new(stamp.Number, stamp.Timestamp) : stamp;

    private Variant Normalize(Variant asked)
    {
        var asking = (asked, _variants.CameraSize, _variants.UpstreamVersion);
        if (_watched.Current is not null && asking == _asked)
            return _watched.Wanted;
        _asked = asking;
        return _variants.Normalize(asked);
    }

    private void Watch(Variant variant)
    {
        if (Interlocked.Exchange(ref _isLost, 0) != 0)
            _position = default;
        bool? wasDynamic = _watched.Current?.HasDynamicOverlay;
        if (!_watched.Watch(variant, _hasFrame))
            return;
        BeginStream();
        if (wasDynamic is { } dynamic && dynamic != HasDynamicOverlay)
            _pacer.Reset();
    }

    /// <summary>Changes to the stream that waits for its key frame, if that is there.</summary>
    private bool TryChange([NotNullWhen(true)] out EncodedFrame? frame)
    {
        if (!_watched.TryChange(_last.Number, out frame))
            return false;
        BeginStream();
        return true;
    }

    /// <summary>Changes to what is encoded, where a camera's own stream has nothing to go on with.</summary>
    private bool TryDetour([NotNullWhen(true)] out EncodedFrame? frame)
    {
        frame = null;
        if (!IsCutOff || !_watched.TryDetour())
            return false;
        IsCutOff = false;
        BeginStream();
        return _watched.Current!.TryTake(this, null, out frame);
    }

    /// <summary>Records what was taken, in whatever way.</summary>
    private void Record(StreamUnit unit, FrameStamp stamp)
    {
        _position.Record(unit);
        if (unit.IsKeyFrame || _isCatchingUp)
            _isCatchingUp = RecentFrames.IsTooLate(stamp, _variants.Camera.Frames.Newest, _time.TimestampFrequency);
    }

    /// <summary>It has no frame of the variant yet.</summary>
    private void BeginStream()
    {
        (_position, _hasFrame, _last) = (default, false, _last with { ContentId = 0 });
        _isCatchingUp = false;
    }
}
