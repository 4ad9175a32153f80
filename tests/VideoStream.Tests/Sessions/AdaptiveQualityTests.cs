using Microsoft.Extensions.Time.Testing;
using VideoStream.Configuration;
using VideoStream.Sessions;

namespace VideoStream.Tests.Sessions;

public sealed class AdaptiveQualityTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly AdaptiveQuality _quality;

    public AdaptiveQualityTests()
    {
        _time.Advance(TimeSpan.FromHours(1));
        _quality = new AdaptiveQuality(new AdaptiveOptions(), _time);
        _quality.Reset(80);
    }

    [Fact]
    public void Late_acknowledgements_lower_it_step_by_step_down_to_the_minimum()
    {
        var seen = new List<int>();
        for (int i = 0; i < 7; i++)
        {
            Acknowledge(150);
            seen.Add(_quality.Current);
        }

        Assert.Equal([70, 60, 50, 40, 30, 30, 30], seen);
    }

    [Fact]
    public void Late_acknowledgements_of_pictures_that_were_on_their_way_together_count_once()
    {
        long sent = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromMilliseconds(500));
        for (int i = 0; i < 10; i++)
            _quality.Observe(sent + i, _time.GetTimestamp());
        Assert.Equal(70, _quality.Current);
    }

    [Fact]
    public void Early_acknowledgements_raise_it_once_a_second_up_to_what_was_asked_for()
    {
        Acknowledge(150);
        Acknowledge(150);
        Assert.Equal(60, _quality.Current);
        var changes = new List<int>();
        for (int i = 0; i < 200; i++)
        {
            if (Acknowledge(25))
                changes.Add(_quality.Current);
        }

        Assert.Equal([65, 70, 75, 80], changes);
    }

    [Fact]
    public void Acknowledgements_that_are_neither_late_nor_early_change_nothing()
    {
        Acknowledge(150);
        for (int i = 0; i < 100; i++)
            Assert.False(Acknowledge(60));
        Assert.Equal(70, _quality.Current);
    }

    [Fact]
    public void A_viewer_who_asked_for_less_than_the_minimum_keeps_it()
    {
        _quality.Reset(20);
        Assert.False(Acknowledge(150));
        Assert.Equal(20, _quality.Current);
    }

    [Fact]
    public void It_is_not_raised_over_the_maximum()
    {
        _quality.Reset(100);
        Assert.False(Acknowledge(5));
        Assert.Equal(100, _quality.Current);
        Acknowledge(150);
        for (int i = 0; i < 1000; i++)
            Acknowledge(5);
        Assert.Equal(95, _quality.Current);
    }

    private bool Acknowledge(double milliseconds)
    {
        long sent = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        return _quality.Observe(sent, _time.GetTimestamp());
    }
}
