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
    private readonly TimeProvider _time;
    private FramePacer _pacer;
    private VariantStream? _stream;
    private Variant _asked;
    private PictureSize? _source;
    private Variant _wanted;
    private FrameStamp _last;
    private long _interval = 1;
    private long _skipped;

    /// <summary>Creates a subscription, which counts as a viewer of the camera from its first <see cref="TryTake"/>.</summary>
    /// <param name="variants">The camera's variants.</param>
    /// <param name="consumer">Gets the frames.</param>
    /// <param name="time">The clock that stamps frames.</param>
    public VariantSubscription(VariantSet variants, IFrameConsumer consumer, TimeProvider time)
    {
        (_variants, _consumer, _time) = (variants, consumer, time);
    }

    /// <summary>Frames that were due and were not taken in time.</summary>
    public long Skipped => _skipped + (_variants.Camera.Newest is { } newest ? _pacer.Missed(Seen(newest.Stamp), _interval) : 0);

    /// <summary>Whether the camera has a newer frame to send than the last one that was taken.</summary>
    public bool IsBehind => IsNew(_variants.Camera.Frames.Newest);

    /// <summary>
    /// Whether the camera's picture does not change, so that a frame comes only once a second. For any thread. With a dynamic overlay each
    /// frame differs.
    /// </summary>
    public bool IsStill =>
        !HasDynamicOverlay && _variants.Camera is { Status.State: CameraState.Live, Newest.IsDuplicate: true };

    /// <summary>Whether another variant is watched than the wanted one, because there is no room for more.</summary>
    public bool IsSubstituted { get; private set; }

    /// <summary>Whether this machine can't keep up with the variant that is watched. For any thread.</summary>
    public bool IsOverloaded => _variants.Overload.IsOverloaded(_stream?.EncodeLatency ?? 0);

    private bool HasDynamicOverlay => _stream is { HasDynamicOverlay: true };

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
        if (!TryAccept(offered, out frame) && !_stream.TryTake(this, offered, out frame))
            return false;
        _last = Seen(frame.Stamp);
        _skipped += _pacer.Record(_last, _interval);
        NotBefore = _pacer.Earliest(_interval);
        return true;
    }

    /// <summary>
    /// The consumer can't be sent anything now. Nothing is encoded for it and it is offered nothing until it tries to take again.
    /// </summary>
    public void Decline() => _stream?.Leave(this);

    /// <summary>Stops watching. Frames that are missed meanwhile do not count as skipped.</summary>
    public void Pause()
    {
        if (_stream is null)
            return;
        _variants.Leave(_stream, this);
        _variants.Camera.Exit();
        _stream = null;
        _last = _last with { ContentId = 0 };
        _pacer.Reset();
    }

    public void Dispose() => Pause();

    /// <summary>Whether a frame is due and new. For any thread.</summary>
    internal override bool Wants(FrameStamp stamp) => stamp.Timestamp >= NotBefore && IsNew(stamp);

    /// <inheritdoc/>
    internal override void Prefetch(int ahead)
    {
        if (ahead == 3)
            CachePrefetch.Of(_consumer);
        else
            _consumer.Prefetch(ahead);
    }

    /// <inheritdoc cref="IFrameConsumer.OnFrame"/>
    internal override bool Offer(EncodedFrame frame) => _consumer.OnFrame(frame);

    /// <summary>Accepts an offered frame without a lock. It may be of a stream that is not watched any more, or not the newest.</summary>
    private bool TryAccept(EncodedFrame? offered, [NotNullWhen(true)] out EncodedFrame? frame)
    {
        frame = offered is not null && _stream!.IsLatest(offered) && Wants(offered.Stamp) && offered.TryRetain() ? offered : null;
        return frame is not null;
    }

    /// <summary>Whether a frame shows what the consumer doesn't have, or is to tell it that nothing has changed.</summary>
    private bool IsNew(FrameStamp stamp) => stamp.Number > _last.Number
        && (Seen(stamp).ContentId != _last.ContentId || stamp.Timestamp - _last.Timestamp >= _time.TimestampFrequency - (_interval / 4));

    /// <summary>A frame as the variant shows it. With a dynamic overlay each frame differs.</summary>
    private FrameStamp Seen(FrameStamp stamp) => HasDynamicOverlay ? new(stamp.Number, stamp.Timestamp) : stamp;

    private Variant Normalize(Variant asked)
    {
        PictureSize? source = _variants.Camera.Newest?.Size;
        if (_stream is not null && asked == _asked && source == _source)
            return _wanted;
        (_asked, _source) = (asked, source);
        return _variants.Normalize(asked);
    }

    [MemberNotNull(nameof(_stream))]
    private void Watch(Variant variant)
    {
        // A substitute is kept until there is room.
        if (_stream is not null && (_stream.Variant == variant || (_wanted == variant && !_variants.HasRoom)))
        {
            (_wanted, IsSubstituted) = (variant, _stream.Variant != variant);
            return;
        }

        _wanted = variant;
        VariantStream? before = _stream;
        // Without room its own stream may be the one that has to end. With room it joins first, so that a stream that others want is kept.
        bool makeRoom = before is not null && !_variants.HasRoom;
        if (makeRoom)
            _variants.Leave(before!, this);
        _stream = _variants.Join(variant);
        IsSubstituted = _stream.Variant != variant;
        // It has no frame of this variant yet.
        _last = _last with { ContentId = 0 };
        if (before is not null && before.HasDynamicOverlay != _stream.HasDynamicOverlay)
            _pacer.Reset();
        if (before is null)
            _variants.Camera.Enter();
        else if (!makeRoom)
            _variants.Leave(before, this);
    }
}
