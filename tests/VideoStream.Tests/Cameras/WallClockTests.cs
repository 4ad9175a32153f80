using VideoStream.Cameras;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras;

public sealed class WallClockTests
{
    private readonly SettableTime _time = new(TestFrames.CapturedAt);

    [Theory]
    [InlineData(30)]
    [InlineData(-1 / 24.0)]
    public void A_time_follows_a_clock_that_is_set(double days)
    {
        var clock = new WallClock(_time);
        long timestamp = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(TestFrames.CapturedAt, clock.Of(timestamp));

        DateTimeOffset set = TestFrames.CapturedAt.AddDays(days);
        _time.SetClock(set);
        Assert.Equal(set.AddSeconds(-7), clock.Of(timestamp));
        Assert.Equal(set.AddSeconds(8), clock.Of(_time.GetTimestamp() + _time.Ticks(TimeSpan.FromSeconds(8))));
    }

    [Fact]
    public void A_time_stays_while_the_clock_is_slewed()
    {
        var clock = new WallClock(_time);
        long timestamp = _time.GetTimestamp();
        _time.SetClock(TestFrames.CapturedAt.AddMilliseconds(20));
        Assert.Equal(TestFrames.CapturedAt, clock.Of(timestamp));
    }
}
