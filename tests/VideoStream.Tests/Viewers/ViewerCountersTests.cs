using VideoStream.Frames;
using VideoStream.Tests.Support;
using VideoStream.Viewers;

namespace VideoStream.Tests.Viewers;

public sealed class ViewerCountersTests
{
    private readonly ViewerCounters _counters = new();

    [Fact]
    public void Before_the_first_frame_nothing_is_known()
    {
        Assert.Equal((0L, 0L, 0L), (_counters.Frames, _counters.Bytes, _counters.Skipped));
        Assert.Null(_counters.Last);
    }

    [Fact]
    public void Sent_counts_frames_and_bytes()
    {
        Send(1, 100, 0);
        Send(4, 50, 2);

        Assert.Equal((2L, 150L, 2L), (_counters.Frames, _counters.Bytes, _counters.Skipped));
        Assert.Equal(4, _counters.Last!.Stamp.Number);
    }

    private void Send(long number, int bytes, long skipped)
    {
        EncodedFrame frame = TestFrames.Encoded(number, bytes);
        _counters.Sent(frame);
        _counters.SetSkipped(skipped);
        frame.Release();
    }
}
