using VideoStream.Encoding.Jpeg;
using VideoStream.Frames;

namespace VideoStream.Encoding;

/// <summary>
/// A stream whose frames depend on frames before them: H.264. Who joins waits for a key frame, which is asked for at once. Who could not
/// take a frame goes on without those that depend on it: the layers above it, or all until the next key frame if it was one of the base.
/// The last frames are kept, so that a short wait costs none of the base.
/// </summary>
internal sealed class KeyFrameStream(
    LatestFrameEncoder encoder,
    WaitingSubscriptions subscriptions,
    EncoderThreads threads,
    EncoderShare share,
    TimeProvider time) : VariantStream(encoder, subscriptions, threads, share, time)
{
    /// <summary>With frames so far apart each is a key frame: who joins can't wait for the next one.</summary>
    private const int SlowSeconds = 2;

    private readonly bool _isPassed = encoder.IsPassed;
    private readonly RecentFrames _recent = new(encoder.Variant.Encoding.IsPassedH264, time.TimestampFrequency);
    private readonly long _slow = SlowSeconds * time.TimestampFrequency;
    private readonly long _interval = (long)(time.TimestampFrequency / VideoRate.Max);
    private FramePacer _pacer;
    private FrameStamp _tried;
    private EncodedFrame? _latest;
    private long _newestBase;

    /// <inheritdoc/>
    public override EncodedFrame? Latest => Volatile.Read(ref _latest);

    /// <summary>Offers a frame that was not done when its encode returned. One at a time, on a thread of the encoder.</summary>
    public void Finish(EncodedFrame frame)
    {
        bool isOffered = TryBeginOffer(frame);
        try
        {
            if (isOffered)
                Publish(frame, StartOf(frame));
            else
                frame.Release();
        }
        finally
        {
            lock (Gate)
            {
                if (isOffered)
                    Subscriptions.EndOffer();
                IsEncoding &= !(isOffered && _isPassed);
                // The encoder has room for the next one.
                if (!IsClosed && IsWanted(Encoder.Newest))
                    Schedule();
            }
        }
    }

    /// <summary>The newest frame that the subscription can decode. Older ones first if the newest depend on them.</summary>
    protected override EncodedFrame? Find(StreamSubscriber subscription, EncodedFrame? offered)
    {
        EncodedFrame? found = IsLive ? _recent.Find(subscription, Encoder.Newest) : null;
        bool needsKeyFrame = found is null && subscription.NeedsKeyFrame(_newestBase);
        if (needsKeyFrame)
            Encoder.RequestKeyFrame();
        subscription.IsCutOff = needsKeyFrame && _newestBase != 0 && Variant.Encoding.IsPassedH264;
        return found;
    }

    protected override IReadOnlyList<EncodedFrame> Keep(EncodedFrame frame)
    {
        IReadOnlyList<EncodedFrame> replaced = _recent.Add(frame);
        bool isSlow = !_isPassed && Latest is { } before && frame.Stamp.Timestamp - before.Stamp.Timestamp > _slow;
        Volatile.Write(ref _latest, frame);
        if (frame.Unit is { Layer: 0 } unit)
            _newestBase = unit.Number;
        // Who still waits is offered nothing before the next key frame, and so can't ask again for one. That which it asked for can be lost
        // on the way, or be made while the camera is lost.
        if (isSlow || Subscriptions.AnyNeedsKeyFrame(_newestBase))
            Encoder.RequestKeyFrame();
        return replaced;
    }

    protected override void Clear()
    {
        _recent.Clear();
        Volatile.Write(ref _latest, null);
    }

    /// <summary>Where frames come encoded, a placeholder that took its time is offered neither beside them nor after newer ones.</summary>
    private bool TryBeginOffer(EncodedFrame frame)
    {
        lock (Gate)
            return !_isPassed || (!IsEncoding && !(Latest?.Stamp.Number > frame.Stamp.Number) && (IsEncoding = true));
    }

    /// <summary>
    /// The encoder is fed the newest frame as soon as it has room, and no more often than its rate. A stream that comes encoded has a rate
    /// of its own.
    /// </summary>
    protected override bool IsDue(FrameStamp stamp) =>
        base.IsDue(stamp) && (_isPassed || (stamp.Timestamp >= _pacer.Earliest(_interval) && Encoder.HasRoom));

    /// <summary>
    /// Of what comes encoded the next is wanted as soon as somebody waits, at any pace: later ones depend on it, and those that wait would
    /// be late from then on.
    /// </summary>
    protected override bool IsWanted(FrameStamp stamp) =>
        base.IsWanted(stamp) || (IsThereToPass(stamp) && Subscriptions.Any);

    /// <inheritdoc/>
    protected override bool IsWantedBy(StreamSubscriber subscription, FrameStamp stamp) =>
        base.IsWantedBy(subscription, stamp) || IsThereToPass(stamp);

    private bool IsThereToPass(FrameStamp stamp) => _isPassed && Encoder.CanPassThrough && IsDue(stamp);

    protected override void OnTried(FrameStamp stamp)
    {
        if (stamp != _tried)
            _pacer.Record(stamp, _interval);
        _tried = stamp;
    }
}
