using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Tests.Support;

/// <summary>
/// A consumer that is never ready for a frame at once. It remembers the last one that it was offered until the test takes it.
/// </summary>
/// <param name="onOffer">Called at each offer, on the thread that offers.</param>
internal sealed class OfferedFrames(Action onOffer) : IFrameConsumer
{
    private EncodedFrame? _last;

    public bool OnFrame(EncodedFrame frame)
    {
        Volatile.Write(ref _last, frame);
        onOffer();
        return false;
    }

    /// <summary>The frame that was offered last, whose bytes may be gone; null if none was since the last call.</summary>
    public EncodedFrame? Take() => Interlocked.Exchange(ref _last, null);
}
