using VideoStream.Encoding;
using VideoStream.Sessions;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Sessions;

public sealed class SessionCountersTests
{
    private readonly SessionCounters _counters = new();

    [Fact]
    public void Before_the_first_picture_nothing_is_known()
    {
        Assert.Equal((0L, 0L, 0L), (_counters.Pictures, _counters.Bytes, _counters.Skipped));
        Assert.Null(_counters.Last);
    }

    [Fact]
    public void Sent_counts_pictures_and_bytes()
    {
        Send(1, 100, 0);
        Send(4, 50, 2);

        Assert.Equal((2L, 150L, 2L), (_counters.Pictures, _counters.Bytes, _counters.Skipped));
        Assert.Equal(4, _counters.Last!.Stamp.Number);
    }

    private void Send(long number, int bytes, long skipped)
    {
        EncodedPicture picture = Pictures.Encoded(number, bytes);
        _counters.Sent(picture);
        _counters.SetSkipped(skipped);
        picture.Release();
    }
}
