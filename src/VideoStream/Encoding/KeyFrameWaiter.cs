using System.Diagnostics.CodeAnalysis;
using VideoStream.Frames;

namespace VideoStream.Encoding;

/// <summary>
/// Waits for a key frame of the stream that a subscription changes to, which goes on with its own stream until then.
/// </summary>
/// <param name="stream">The stream, which it has joined.</param>
/// <param name="consumer">Is offered the key frame.</param>
/// <param name="first">The lowest number that the key frame may have.</param>
internal sealed class KeyFrameWaiter(VariantStream stream, IFrameConsumer consumer, long first = 0) : StreamSubscriber
{
    private long _shown;

    public VariantStream Stream => stream;

    /// <summary>Takes the key frame, if it is there. If not, one is asked for.</summary>
    /// <param name="shown">
    /// The number of the frame that was taken last, of the stream before. The key frame may be the same frame again, but none before it.
    /// </param>
    /// <param name="frame">The key frame. The caller releases it.</param>
    public bool TryTake(long shown, [NotNullWhen(true)] out EncodedFrame? frame)
    {
        Volatile.Write(ref _shown, Math.Max(shown, first));
        return stream.TryTake(this, null, out frame);
    }

    /// <summary>Any frame of the camera may become the key frame.</summary>
    internal override bool Wants(FrameStamp stamp) => true;

    internal override bool Wants(EncodedFrame frame) =>
        frame.Unit is not { IsKeyFrame: false } && frame.Stamp.Number >= Volatile.Read(ref _shown);

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
