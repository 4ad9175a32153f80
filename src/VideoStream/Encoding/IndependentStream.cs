using VideoStream.Encoding.Jpeg;
using VideoStream.Frames;

namespace VideoStream.Encoding;

/// <summary>A stream of frames that stand alone: JPEGs. The newest is all that anybody needs.</summary>
internal sealed class IndependentStream(
    LatestFrameEncoder encoder,
    WaitingSubscriptions subscriptions,
    EncoderThreads threads,
    EncoderShare share,
    TimeProvider time) : VariantStream(encoder, subscriptions, threads, share, time)
{
    private readonly EncodedFrame[] _before = new EncodedFrame[1];
    private EncodedFrame? _latest;

    /// <inheritdoc/>
    public override EncodedFrame? Latest => Volatile.Read(ref _latest);

    protected override EncodedFrame? Find(StreamSubscriber subscription, EncodedFrame? offered)
    {
        FrameStamp newest = Encoder.Newest;
        long fresh = IsLive ? Math.Min(newest.Number, offered?.Stamp.Number ?? newest.Number) : long.MaxValue;
        return _latest is { } latest && latest.Stamp.Number >= fresh && subscription.Wants(latest.Stamp) ? latest : null;
    }

    protected override IReadOnlyList<EncodedFrame> Keep(EncodedFrame frame)
    {
        frame.Retain();
        IReadOnlyList<EncodedFrame> replaced = _latest is null ? [] : _before;
        _before[0] = _latest!;
        Volatile.Write(ref _latest, frame);
        return replaced;
    }

    protected override void Clear()
    {
        _latest?.Release();
        Volatile.Write(ref _latest, null);
    }
}
