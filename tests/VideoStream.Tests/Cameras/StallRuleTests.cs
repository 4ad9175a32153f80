using VideoStream.Cameras;

namespace VideoStream.Tests.Cameras;

public sealed class StallRuleTests
{
    [Theory]
    [InlineData(0, nameof(ConnectionHealth.Good), 2)]
    [InlineData(7.9, nameof(ConnectionHealth.Good), 2)]
    [InlineData(9.5, nameof(ConnectionHealth.Good), 0.5)]
    [InlineData(10, nameof(ConnectionHealth.OpenTimedOut), 0)]
    [InlineData(3600, nameof(ConnectionHealth.OpenTimedOut), 0)]
    public void A_source_has_ten_seconds_to_open_and_is_checked_every_two(double elapsed, string health, double nextCheck)
    {
        Assert.Equal(Expected(health, nextCheck), StallRule.CheckOpening(TimeSpan.FromSeconds(elapsed), rate: 30));
    }

    [Theory]
    [InlineData(30, 0, nameof(ConnectionHealth.Good), 2)]
    [InlineData(30, 1.5, nameof(ConnectionHealth.Good), 0.5)]
    [InlineData(30, 2, nameof(ConnectionHealth.Stalled), 5)]
    [InlineData(30, 6.5, nameof(ConnectionHealth.Stalled), 0.5)]
    [InlineData(30, 7, nameof(ConnectionHealth.StalledTooLong), 0)]
    [InlineData(2.5, 1, nameof(ConnectionHealth.Good), 1)]
    [InlineData(1, 4, nameof(ConnectionHealth.Good), 1)]
    [InlineData(1, 5, nameof(ConnectionHealth.Stalled), 5)]
    [InlineData(0.5, 14.5, nameof(ConnectionHealth.Stalled), 0.5)]
    [InlineData(0.5, 15, nameof(ConnectionHealth.StalledTooLong), 0)]
    public void An_open_source_stalls_after_two_seconds_or_five_intervals(double rate, double silence, string health, double nextCheck)
    {
        Assert.Equal(Expected(health, nextCheck), StallRule.CheckOpen(TimeSpan.FromSeconds(silence), rate, isRateKnown: true));
    }

    [Theory]
    [InlineData(30, 1.5, nameof(ConnectionHealth.Good), 0.5)]
    [InlineData(30, 2, nameof(ConnectionHealth.Stalled), 13)]
    [InlineData(30, 10, nameof(ConnectionHealth.Stalled), 5)]
    [InlineData(30, 15, nameof(ConnectionHealth.StalledTooLong), 0)]
    [InlineData(0.1, 49, nameof(ConnectionHealth.Good), 1)]
    [InlineData(0.1, 50, nameof(ConnectionHealth.Stalled), 5)]
    public void A_source_whose_rate_was_not_seen_yet_is_not_given_up_before_fifteen_seconds(
        double rate, double silence, string health, double nextCheck)
    {
        Assert.Equal(Expected(health, nextCheck), StallRule.CheckOpen(TimeSpan.FromSeconds(silence), rate, isRateKnown: false));
    }

    [Theory]
    [InlineData(240, 10)]
    [InlineData(1, 10)]
    [InlineData(0.1, 30)]
    public void A_source_that_is_configured_to_be_slow_has_three_intervals_to_open(double rate, double seconds)
    {
        Assert.Equal(TimeSpan.FromSeconds(seconds), StallRule.OpenTimeout(rate));
    }

    private static (ConnectionHealth Health, TimeSpan NextCheck) Expected(string health, double nextCheck) =>
        (Enum.Parse<ConnectionHealth>(health), TimeSpan.FromSeconds(nextCheck));
}
