using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Tests;

public sealed class PacerTests
{
    private const double Second = 1_000_000;

    [Theory]
    [InlineData(30, 30, 300)]
    [InlineData(15, 30, 150)]
    [InlineData(20, 30, 200)]
    [InlineData(29, 30, 290)]
    [InlineData(30, 12.5, 125)]
    [InlineData(1, 30, 10)]
    [InlineData(25, 60, 250)]
    public void Ten_seconds_give_as_many_pictures_as_asked_for(double fps, double sourceFps, int expected)
    {
        var pacer = new Pacer();
        long interval = (long)(Second / fps);
        int taken = 0;
        for (int number = 1; number <= sourceFps * 10; number++)
        {
            var stamp = new FrameStamp(number, 1000 + (long)(number * Second / sourceFps));
            if (stamp.Timestamp < pacer.Earliest(interval))
                continue;
            Assert.Equal(0, pacer.Take(stamp, interval));
            taken++;
        }

        Assert.InRange(taken, expected - 1, expected + 1);
    }
}
