using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Tests.Support;

/// <summary>A consumer whose answer to an offer is the test's.</summary>
internal sealed class TestConsumer : IFrameConsumer
{
    private int _offers;

    /// <summary>How many frames it was offered.</summary>
    public int Offers => Volatile.Read(ref _offers);

    public required Func<EncodedFrame, bool> Answer { get; init; }

    public bool OnFrame(EncodedFrame frame)
    {
        Interlocked.Increment(ref _offers);
        return Answer(frame);
    }
}
