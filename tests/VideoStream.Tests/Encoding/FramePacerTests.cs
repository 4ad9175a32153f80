using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Tests.Encoding;

public sealed class FramePacerTests
{
    private const double Second = 1_000_000;
    private const long Interval = 33_333;

    private FramePacer _pacer;

    [Theory]
    [InlineData(30, 30, 300)]
    [InlineData(15, 30, 150)]
    [InlineData(20, 30, 200)]
    [InlineData(29, 30, 290)]
    [InlineData(30, 12.5, 125)]
    [InlineData(1, 30, 10)]
    [InlineData(25, 60, 250)]
    public void Ten_seconds_give_as_many_frames_as_asked_for(double fps, double sourceFps, int expected)
    {
        long interval = (long)(Second / fps);
        int taken = 0;
        for (int number = 1; number <= sourceFps * 10; number++)
        {
            if (Offer(number, 1000 + (long)(number * Second / sourceFps), interval) is not { } missed)
                continue;
            Assert.Equal(0, missed);
            taken++;
        }

        Assert.InRange(taken, expected - 1, expected + 1);
    }

    [Theory]
    [InlineData(10_000)]
    [InlineData(-10_000)]
    [InlineData(0)]
    public void Jitter_of_ten_milliseconds_costs_no_frame_wherever_the_first_one_fell(int first)
    {
        var random = new Random(1);
        for (int number = 1; number <= 1000; number++)
        {
            int jitter = number == 1 ? first : random.Next(-10_000, 10_001);
            Assert.Equal(0, Offer(number, (number * Interval) + jitter, Interval));
        }
    }

    [Fact]
    public void Jitter_does_not_change_the_rate_of_a_slower_viewer()
    {
        var random = new Random(1);
        int taken = 0;
        for (int number = 1; number <= 3000; number++)
            taken += Offer(number, (number * Interval) + random.Next(-10_000, 10_001), Interval * 2) is null ? 0 : 1;

        Assert.InRange(taken, 1499, 1501);
    }

    [Fact]
    public void A_viewer_as_fast_as_a_camera_that_is_a_little_fast_or_slow_loses_no_more_than_the_difference()
    {
        int taken = 0;
        for (int number = 1; number <= 3000; number++)
            taken += Offer(number, (long)(number * Interval * 0.999), Interval) is null ? 0 : 1;
        Assert.InRange(taken, 2996, 2999);

        _pacer.Reset();
        for (int number = 1; number <= 3000; number++)
            Assert.Equal(0, Offer(number, (long)(number * Interval * 1.001), Interval));
    }

    [Fact]
    public void Frames_taken_before_they_are_due_put_the_next_one_off_by_no_more_than_an_interval()
    {
        const long Slow = 30 * Interval;
        for (int number = 1; number <= 600; number++)
        {
            _pacer.Record(new FrameStamp(number, number * Interval), Slow);
            Assert.InRange(_pacer.Earliest(Slow), number * Interval, (number * Interval) + Slow);
        }
    }

    [Fact]
    public void Frames_that_a_slow_viewer_had_no_time_for_are_counted_as_skipped()
    {
        long skipped = 0;
        for (int number = 1; number <= 301; number += 3)
            skipped += Offer(number, number * Interval, Interval)!.Value;

        Assert.Equal(200, skipped);
    }

    [Fact]
    public void Frames_between_those_that_a_slower_rate_asks_for_are_not_skipped_ones()
    {
        for (int number = 1; number <= 301; number++)
            Assert.Equal(0, Offer(number, number * Interval, Interval * 3) ?? 0);
    }

    [Fact]
    public void A_camera_that_pauses_makes_no_viewer_skip()
    {
        Assert.Equal(0, Offer(1, Interval, Interval));
        Assert.Equal(0, Offer(2, Interval * 300, Interval));
        Assert.Equal(0, Offer(3, Interval * 301, Interval));
    }

    [Fact]
    public void A_viewer_that_paused_is_not_given_frames_faster_afterwards()
    {
        long doubled = Interval * 2;
        Assert.Equal(0, Offer(1, 0, doubled));
        Assert.NotNull(Offer(100, 100 * Interval, doubled));

        int taken = 0;
        for (int number = 101; number <= 160; number++)
            taken += Offer(number, number * Interval, doubled) is null ? 0 : 1;

        Assert.InRange(taken, 29, 31);
    }

    [Fact]
    public void Reset_makes_the_next_frame_due_at_once_and_forgets_what_was_missed()
    {
        Assert.Equal(0, Offer(1, Interval, Interval * 30));
        Assert.Null(Offer(2, Interval * 2, Interval * 30));

        _pacer.Reset();

        Assert.Equal(0, Offer(3, Interval * 3, Interval * 30));
    }

    /// <summary>Offers a frame to a viewer that takes it if it is due.</summary>
    /// <returns>How many were missed before it; null if it is not due.</returns>
    private long? Offer(long number, long timestamp, long interval) =>
        timestamp < _pacer.Earliest(interval) ? null : _pacer.Record(new FrameStamp(number, timestamp), interval);
}
