using Microsoft.Extensions.Time.Testing;
using VideoStream.Cameras;

namespace VideoStream.Tests.Cameras;

public sealed class RateMeterTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly RateMeter _meter;

    public RateMeterTests()
    {
        _meter = new RateMeter(_time);
    }

    [Fact]
    public void Add_the_first_event_knows_no_rate_yet()
    {
        Assert.Equal(0, _meter.Add(_time.GetTimestamp()));
    }

    [Theory]
    [InlineData(25, 2)]
    [InlineData(25, 33)]
    [InlineData(25, 34)]
    [InlineData(12.5, 500)]
    public void Add_steady_events_gives_their_rate(double rate, int events)
    {
        Assert.Equal(rate, AddMany(rate, events), 0.001);
    }

    [Fact]
    public void Add_after_the_rate_changed_gives_the_new_one_once_the_old_events_are_out_of_the_window()
    {
        AddMany(50, 100);
        Assert.Equal(10, AddMany(10, 33), 0.001);
    }

    [Fact]
    public void Add_with_jitter_gives_the_mean()
    {
        double rate = 0;
        for (int i = 0; i <= 32; i++)
            rate = _meter.Add(TimeSpan.FromMilliseconds((i * 40) + (i % 2 * 10)).Ticks);
        Assert.Equal(25, rate, 0.001);
    }

    [Fact]
    public void Add_two_events_at_once_divides_by_nothing()
    {
        _meter.Add(5);
        Assert.Equal(0, _meter.Add(5));
    }

    [Fact]
    public void Reset_forgets_what_was_before_the_break()
    {
        AddMany(25, 40);
        _meter.Reset();

        Assert.Equal(0, _meter.Add(_time.GetTimestamp()));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, _meter.Add(_time.GetTimestamp()), 0.001);
    }

    private double AddMany(double rate, int events)
    {
        double measured = 0;
        for (int i = 0; i < events; i++)
        {
            measured = _meter.Add(_time.GetTimestamp());
            _time.Advance(TimeSpan.FromSeconds(1 / rate));
        }

        return measured;
    }
}
