using VideoStream.Adaptation;
using VideoStream.Configuration;

namespace VideoStream.Tests.Adaptation;

public sealed class UpgradeBackoffTests
{
    private readonly UpgradeBackoff _backoff = new();
    private readonly CongestionDetector _congestion = new(new AdaptiveOptions());

    public UpgradeBackoffTests() => _backoff.Start(Seconds(100));

    [Fact]
    public void A_new_viewer_is_upgraded_every_150_ms()
    {
        Assert.Equal(0.15, Delay());
        _backoff.OnUpgrade(isLimitedByStep: true);
        Assert.Equal(0.15, Delay());
    }

    [Fact]
    public void A_downgrade_in_the_first_two_seconds_delays_an_upgrade_by_one()
    {
        _backoff.OnDowngrade(Seconds(1), isSmallest: false, Seconds(101.9));
        Assert.Equal(1, Delay());
    }

    [Theory]
    [InlineData(false, new[] { 5.0, 20, 40, 40 })]
    [InlineData(true, new[] { 5.0, 10, 20, 40 })]
    public void Each_upgrade_that_failed_multiplies_the_delay(bool isSmallest, double[] delays)
    {
        foreach (double delay in delays)
        {
            _backoff.OnDowngrade(Seconds(1), isSmallest, Seconds(200));
            Assert.Equal(delay, Delay());
            _backoff.OnUpgrade(isLimitedByStep: false);
        }

        _backoff.OnDowngrade(Seconds(20), isSmallest, Seconds(400));
        Assert.Equal(5, Delay());
    }

    [Fact]
    public void Ample_room_and_a_rendition_that_was_carried_before_shorten_the_delay()
    {
        _backoff.OnDowngrade(Seconds(1), isSmallest: false, Seconds(200));
        for (int i = 0; i < 15; i++)
            Deliver(delayMs: 1);
        Assert.Equal(1, Delay(hasAmpleRoom: true));
        _backoff.OnUpgrade(isLimitedByStep: false);
        Assert.Equal(5, Delay());
        Assert.Equal(1, Delay(hasAmpleRoom: true));
        Assert.Equal(1, Delay(isUnlimited: true));
        Assert.Equal(1, Delay(isRecovering: true));
    }

    [Fact]
    public void Frames_that_are_not_early_delay_a_further_upgrade()
    {
        _backoff.OnUpgrade(isLimitedByStep: true);
        Deliver(delayMs: 50);
        Assert.Equal(5, Delay(isRecovering: true));
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private double Delay(bool hasAmpleRoom = false, bool isUnlimited = false, bool isRecovering = false) =>
        _backoff.Delay(_congestion, hasAmpleRoom, isUnlimited, isRecovering).TotalSeconds;

    private void Deliver(double delayMs)
    {
        var delay = TimeSpan.FromMilliseconds(delayMs);
        _congestion.OnDelivered(new Delivery(TimeSpan.Zero, 1000, delay, delay, delay), TimeSpan.Zero, TimeSpan.Zero);
    }
}
