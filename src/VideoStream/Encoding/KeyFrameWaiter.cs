using System.Diagnostics.CodeAnalysis;
using VideoStream.Frames;

namespace VideoStream.Encoding;

/// <summary>
/// Waits for a key frame of the stream that a subscription changes to, which goes on with its own stream until then.
/// </summary>
/// <param name="stream">The stream, which it has joined.</param>
/// <param name="consumer">Is offered the key frame.</param>
/// <param name="interval">The least time between two key frames of the stream, in ticks.</param>
/// <param name="frequency">Ticks in a second.</param>
/// <param name="first">The lowest number that the key frame may have.</param>
internal sealed class KeyFrameWaiter(VariantStream stream, IFrameConsumer consumer, long interval, long frequency, long first = 0)
    : StreamSubscriber
{
    private readonly long _first = first;
    private long _shown;
    private long _joined = -1;
    private long _tooLate = long.MinValue;

    public VariantStream Stream => stream;

    /// <summary>From a key frame that was too late to the end of the wait for the next one, in ticks.</summary>
    private long LongestHold => interval + frequency;

    /// <summary>Takes the key frame, if it is there. If not, one is asked for.</summary>
    /// <param name="shown">
    /// The number of the frame that was taken last, of the stream before. The key frame may be the same frame again, but none before it.
    /// </param>
    /// <param name="frame">The key frame. The caller releases it.</param>
    public bool TryTake(long shown, [NotNullWhen(true)] out EncodedFrame? frame)
    {
        Volatile.Write(ref _shown, Math.Max(shown, _first));
        if (_joined < 0)
            Volatile.Write(ref _joined, Math.Max(shown, _first));
        return stream.TryTake(this, null, out frame);
    }

    /// <summary>
    /// Whether nothing more should be taken of the stream before, for a moment. An encoder that takes longer than a frame would always make
    /// its key frame of one before those that were shown meanwhile.
    /// </summary>
    /// <param name="newest">When the camera's newest frame was captured, in monotonic ticks.</param>
    public bool IsNear(long newest)
    {
        long tooLate = Volatile.Read(ref _tooLate);
        return tooLate != long.MinValue && newest - tooLate >= interval - (frequency / 10) && newest - tooLate < LongestHold;
    }

    /// <summary>Any frame of the camera may become the key frame.</summary>
    internal override bool Wants(FrameStamp stamp) => true;

    internal override bool Wants(EncodedFrame frame)
    {
        if (frame.Unit is { IsKeyFrame: false })
            return false;
        if (frame.Stamp.Number >= Volatile.Read(ref _shown))
            return true;
        long before = Volatile.Read(ref _tooLate);
        bool isFirst = before == long.MinValue || frame.Stamp.Timestamp - before >= LongestHold;
        if (isFirst && frame.Stamp.Number >= Volatile.Read(ref _joined))
            Volatile.Write(ref _tooLate, frame.Stamp.Timestamp);
        return false;
    }

    internal override bool NeedsKeyFrame(long newestBase) => true;

    internal override void Prefetch(int ahead)
    {
    }

    /// <summary>The consumer finds it when it takes a frame next.</summary>
    internal override bool Offer(EncodedFrame frame)
    {
        consumer.OnFrame(frame);
        return false;
    }
}
