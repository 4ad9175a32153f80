using Microsoft.Extensions.Time.Testing;
using VideoStream.Configuration;
using VideoStream.Sessions;

namespace VideoStream.Tests.Sessions;

public sealed class AdaptiveQualityTests
{
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(101), Early = TimeSpan.FromMilliseconds(29);

    private readonly FakeTimeProvider _time = new();
    private readonly AdaptiveOptions _options = new();
    private readonly AdaptiveQuality _quality;

    public AdaptiveQualityTests()
    {
        _quality = new AdaptiveQuality(_options, _time);
        _quality.Reset(80);
    }

    [Fact]
    public void A_late_acknowledgement_lowers_the_quality_by_a_step()
    {
        Assert.True(SendAndAcknowledge(Late));
        Assert.Equal(70, _quality.Current);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(60)]
    [InlineData(30)]
    public void An_acknowledgement_that_is_neither_late_nor_early_changes_nothing(int milliseconds)
    {
        SendAndAcknowledge(Late);
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.False(SendAndAcknowledge(TimeSpan.FromMilliseconds(milliseconds)));
        Assert.Equal(70, _quality.Current);
    }

    [Fact]
    public void Late_acknowledgements_lower_the_quality_to_the_lowest_and_no_further()
    {
        var seen = new List<int>();
        for (int i = 0; i < 8; i++)
        {
            SendAndAcknowledge(Late);
            seen.Add(_quality.Current);
        }

        Assert.Equal([70, 60, 50, 40, 30, 30, 30, 30], seen);
    }

    [Fact]
    public void Late_acknowledgements_of_pictures_that_were_on_their_way_together_count_once()
    {
        var sent = new List<long>();
        for (int i = 0; i < 5; i++)
        {
            sent.Add(_time.GetTimestamp());
            _time.Advance(TimeSpan.FromMilliseconds(33));
        }

        _time.Advance(Late);
        foreach (long sentAt in sent)
        {
            _quality.Observe(sentAt, _time.GetTimestamp());
            _time.Advance(TimeSpan.FromMilliseconds(33));
        }

        Assert.Equal(70, _quality.Current);
        SendAndAcknowledge(Late);
        Assert.Equal(60, _quality.Current);
    }

    [Fact]
    public void Early_acknowledgements_raise_the_quality_a_step_a_second_up_to_what_the_viewer_asked_for()
    {
        for (int i = 0; i < 3; i++)
            SendAndAcknowledge(Late);
        Assert.Equal(50, _quality.Current);

        long started = _time.GetTimestamp();
        var raised = new List<(double Seconds, int Quality)>();
        for (int i = 0; i < 500; i++)
        {
            if (SendAndAcknowledge(Early))
                raised.Add((Math.Round(_time.GetElapsedTime(started).TotalSeconds), _quality.Current));
        }

        Assert.Equal([(1, 55), (2, 60), (3, 65), (4, 70), (5, 75), (6, 80)], raised);
    }

    [Fact]
    public void Early_acknowledgements_right_after_a_late_one_raise_nothing_for_a_second()
    {
        SendAndAcknowledge(Late);
        for (int i = 0; i < 30; i++)
            Assert.False(SendAndAcknowledge(Early));
        Assert.Equal(70, _quality.Current);
    }

    [Fact]
    public void A_quality_under_the_lowest_that_the_viewer_asked_for_itself_stays()
    {
        _quality.Reset(20);

        Assert.False(SendAndAcknowledge(Late));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(SendAndAcknowledge(Early));
        Assert.Equal(20, _quality.Current);
    }

    [Fact]
    public void A_step_that_would_go_under_the_lowest_stops_at_it()
    {
        _quality.Reset(35);
        Assert.True(SendAndAcknowledge(Late));
        Assert.Equal(30, _quality.Current);
    }

    [Fact]
    public void A_quality_that_was_lowered_is_not_raised_over_the_highest()
    {
        _quality.Reset(100);
        SendAndAcknowledge(Late);
        Assert.Equal(90, _quality.Current);

        for (int i = 0; i < 200; i++)
            SendAndAcknowledge(Early);
        Assert.Equal(95, _quality.Current);
    }

    [Fact]
    public void A_quality_over_the_highest_that_the_viewer_asked_for_is_kept_while_its_link_is_good()
    {
        _quality.Reset(100);
        Assert.False(SendAndAcknowledge(Early));
        Assert.Equal(100, _quality.Current);
    }

    [Fact]
    public void Reset_starts_anew_from_what_the_viewer_asked_for()
    {
        SendAndAcknowledge(Late);
        _quality.Reset(90);
        Assert.Equal(90, _quality.Current);
    }

    [Fact]
    public void Steps_and_limits_are_those_of_the_configuration()
    {
        (_options.MinQuality, _options.MaxQuality, _options.DecreaseStep, _options.IncreaseStep) = (50, 60, 25, 3);
        (_options.SlowAckMs, _options.FastAckMs) = (1000, 500);

        Assert.False(SendAndAcknowledge(TimeSpan.FromMilliseconds(1000)));
        Assert.True(SendAndAcknowledge(TimeSpan.FromMilliseconds(1001)));
        Assert.Equal(55, _quality.Current);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(SendAndAcknowledge(TimeSpan.FromMilliseconds(499)));
        Assert.Equal(58, _quality.Current);
    }

    private bool SendAndAcknowledge(TimeSpan after)
    {
        long sentAt = _time.GetTimestamp();
        _time.Advance(after);
        return _quality.Observe(sentAt, _time.GetTimestamp());
    }
}
