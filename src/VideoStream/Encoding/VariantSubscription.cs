using System.Diagnostics.CodeAnalysis;
using VideoStream.Frames;

namespace VideoStream.Encoding;

/// <summary>
/// One viewer's side of the encoding: which variant it watches, which frame it had last, when it wants the next. Gives each frame
/// at most once, always the newest, never faster than asked, and one that shows what the viewer has only once a second. Used by one viewer's loop.
/// </summary>
internal sealed class VariantSubscription : IDisposable
{
    private readonly VariantSet _variants;
    private readonly Action _wake;
    private readonly TimeProvider _time;
    private readonly FramePacer _pacer = new();
    private VariantStream? _stream;
    private Variant _wanted;
    private FrameStamp _last;
    private long _interval = 1;
    private long _skipped;
    private bool _hasDynamicOverlay;

    /// <summary>A viewer comes. It counts as one from its first try to take a frame.</summary>
    /// <param name="variants">The camera that it watches.</param>
    /// <param name="wake">Called from any thread when it is worth trying to take again, which may be done right there. Must not block.</param>
    /// <param name="time">The clock by which frames are stamped.</param>
    public VariantSubscription(VariantSet variants, Action wake, TimeProvider time)
    {
        (_variants, _wake, _time) = (variants, wake, time);
    }

    /// <summary>Frames that were due and were not taken in time.</summary>
    public long Skipped => _skipped + (_variants.Camera.Newest is { } newest ? _pacer.Missed(Seen(newest.Stamp), _interval) : 0);

    /// <summary>Whether the camera has a newer frame than the one that was taken last, which is to be sent.</summary>
    public bool IsBehind => IsNew(_variants.Camera.Frames.Newest);

    /// <summary>Whether it is given another variant than it wanted, because there are as many as may be.</summary>
    public bool IsSubstituted { get; private set; }

    /// <summary>Whether this machine can't keep up with the variant that is watched. For any thread.</summary>
    public bool IsOverloaded => _variants.IsOverloaded(_stream);

    // These two belong to the stream that is watched, and are guarded by its lock.
    internal bool IsWaiting { get; set; }

    internal bool IsServed { get; set; }

    // Written by the viewer's loop, read by the encoder's: at worst it sees the one before, and encodes a frame too many.
    private long NotBefore { get; set; }

    /// <summary>Takes the newest frame of a variant, if there is one to be had; else the feed will be woken.</summary>
    /// <param name="variant">What to take, from now on.</param>
    /// <param name="rate">Frames a second, at most.</param>
    /// <param name="frame">The frame; the caller releases it.</param>
    public bool TryTake(Variant variant, double rate, [NotNullWhen(true)] out EncodedFrame? frame)
    {
        Watch(variant.Normalize(_variants.Camera.Newest?.Size, _variants.DefaultQuality));
        _interval = (long)(_time.TimestampFrequency / rate);
        NotBefore = _pacer.Earliest(_interval);
        if (!_stream.TryTake(this, out frame))
            return false;
        _last = Seen(frame.Stamp);
        _skipped += _pacer.Take(_last, _interval);
        return true;
    }

    /// <summary>
    /// The viewer can't be sent anything now. A frame that was encoded for it is given up: when there is room again, it gets the newest one.
    /// Until it tries to take again, it is not woken, and nothing is encoded for it.
    /// </summary>
    public void Decline() => _stream?.Leave(this);

    /// <summary>Stops watching, and forgets the schedule, so that what is missed meanwhile does not count as skipped.</summary>
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

    /// <summary>The viewer goes. Called once.</summary>
    public void Dispose() => Pause();

    internal bool Wants(FrameStamp stamp) => stamp.Timestamp >= NotBefore && IsNew(stamp);

    internal void Wake() => _wake();

    /// <summary>Whether it shows what the viewer doesn't have; or else, whether it is time to say that it still does.</summary>
    private bool IsNew(FrameStamp stamp) => stamp.Number > _last.Number
        && (Seen(stamp).ContentId != _last.ContentId || stamp.Timestamp - _last.Timestamp >= _time.TimestampFrequency - (_interval / 4));

    /// <summary>A frame as the variant shows it: with the time on it, each is another one.</summary>
    private FrameStamp Seen(FrameStamp stamp) => _hasDynamicOverlay ? new(stamp.Number, stamp.Timestamp) : stamp;

    [MemberNotNull(nameof(_stream))]
    private void Watch(Variant variant)
    {
        // It may have been given another one than it wanted, until there is room for that.
        if (_stream is not null && (_stream.Variant == variant || (_wanted == variant && !_variants.HasRoom)))
            return;
        _wanted = variant;
        VariantStream? before = _stream;
        // Where there is room for no more, its own may be the one that has to make room. Else the new one first: others may want it too.
        bool makeRoom = before is not null && !_variants.HasRoom;
        if (makeRoom)
            _variants.Leave(before!, this);
        _stream = _variants.Join(variant);
        IsSubstituted = _stream.Variant != variant;
        // Of this variant it has no frame yet.
        _last = _last with { ContentId = 0 };
        if (_hasDynamicOverlay != _stream.HasDynamicOverlay)
            _pacer.Reset();
        _hasDynamicOverlay = _stream.HasDynamicOverlay;
        if (before is null)
            _variants.Camera.Enter();
        else if (!makeRoom)
            _variants.Leave(before, this);
    }
}
