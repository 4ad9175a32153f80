using VideoStream.Adaptation;
using VideoStream.Configuration;

namespace VideoStream.Tests.Adaptation;

/// <summary>By default a frame is early below 30 ms of queueing delay, and late above 100 ms.</summary>
public sealed class CongestionDetectorTests
{
    private readonly CongestionDetector _congestion = new(new AdaptiveOptions());

    [Theory]
    [InlineData(100, 100, false)]
    [InlineData(101, 50, false)]
    [InlineData(101, 101, true)]
    [InlineData(50, 201, true)]
    public void IsQueueing_after_two_late_frames_or_one_that_is_twice_too_late(double first, double second, bool expected)
    {
        Deliver(first);
        Deliver(second);
        Assert.Equal(expected, _congestion.IsQueueing);
    }

    [Fact]
    public void ExcuseLateness_forgets_the_late_frames_only()
    {
        Deliver(201);
        _congestion.ExcuseLateness();
        Assert.False(_congestion.IsQueueing);
        Assert.True(_congestion.HasDeliveries);
    }

    [Fact]
    public void IsUncongested_while_19_of_20_frames_are_early()
    {
        for (int i = 0; i < 19; i++)
            Deliver(29);
        Deliver(30);
        Assert.True(_congestion.IsUncongested);
        Deliver(30);
        Assert.False(_congestion.IsUncongested);
    }

    [Fact]
    public void IsWindowLimited_if_frames_are_blocked_for_more_than_an_eighth_of_the_time()
    {
        _congestion.OnSending(blockedShare: 1);
        Assert.False(_congestion.IsWindowLimited, "frames before the first delivery do not count");
        Deliver(10);
        for (int i = 0; i < 100; i++)
            _congestion.OnSending(blockedShare: 0.11);
        Assert.False(_congestion.IsWindowLimited);
        for (int i = 0; i < 100; i++)
            _congestion.OnSending(blockedShare: 0.13);
        Assert.True(_congestion.IsWindowLimited);
    }

    [Fact]
    public void IsFasterThanMeasured_after_15_frames_in_half_of_the_expected_time()
    {
        for (int i = 0; i < 15; i++)
        {
            Assert.False(_congestion.IsFasterThanMeasured);
            Deliver(20, expectedMs: 40);
        }

        Assert.True(_congestion.IsFasterThanMeasured);
        Deliver(20, expectedMs: 39);
        Assert.False(_congestion.IsFasterThanMeasured);
    }

    [Fact]
    public void Reset_forgets_all()
    {
        for (int i = 0; i < 20; i++)
            Deliver(300);
        _congestion.OnSending(blockedShare: 1);
        _congestion.Reset();
        Assert.False(_congestion.IsQueueing || _congestion.IsWindowLimited || _congestion.HasDeliveries || _congestion.HasManyDeliveries);
        Assert.True(_congestion.IsUncongested);
    }

    private void Deliver(double delayMs, double expectedMs = 0)
    {
        var delay = TimeSpan.FromMilliseconds(delayMs);
        _congestion.OnDelivered(
            new Delivery(TimeSpan.Zero, 1000, delay, delay, delay), TimeSpan.Zero, TimeSpan.FromMilliseconds(expectedMs));
    }
}
