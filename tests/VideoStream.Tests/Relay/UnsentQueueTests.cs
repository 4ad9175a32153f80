using VideoStream.Relay;

namespace VideoStream.Tests.Relay;

/// <summary>A connection that is looked at a hundred times a second.</summary>
public sealed class UnsentQueueTests
{
    private const double Step = 0.01;

    private readonly UnsentQueue _queue = new();
    private double _now;
    private long _acknowledged;

    [Fact]
    public void What_is_not_known_takes_no_time() => Assert.Equal(TimeSpan.Zero, Look(seconds: 0.1, unsent: 30_000, rate: 100_000));

    [Fact]
    public void What_waits_leaves_as_fast_as_what_went_before() =>
        Assert.InRange(Look(seconds: 1, unsent: 20_000, rate: 100_000), TimeSpan.FromSeconds(0.19), TimeSpan.FromSeconds(0.21));

    [Fact]
    public void Where_little_was_to_be_sent_the_link_is_no_thinner()
    {
        Look(seconds: 1, unsent: 20_000, rate: 100_000);
        Look(seconds: 2, unsent: 0, rate: 1_000);
        Assert.InRange(Look(seconds: 0.1, unsent: 20_000, rate: 0), TimeSpan.FromSeconds(0.19), TimeSpan.FromSeconds(0.21));
    }

    [Fact]
    public void On_a_link_that_stands_still_it_takes_for_ever()
    {
        Assert.Equal(TimeSpan.MaxValue, Look(seconds: 1, unsent: 20_000, rate: 0));
        Assert.Equal(TimeSpan.Zero, Look(seconds: Step, unsent: 0, rate: 1_000_000));
    }

    [Fact]
    public void A_link_that_has_become_thinner_is_known_after_some_seconds()
    {
        Look(seconds: 1, unsent: 20_000, rate: 100_000);
        Assert.InRange(Look(seconds: 5, unsent: 5_000, rate: 10_000), TimeSpan.FromSeconds(0.45), TimeSpan.FromSeconds(0.55));
    }

    [Fact]
    public void What_is_not_known_any_more_takes_no_time()
    {
        Look(seconds: 5, unsent: 20_000, rate: 0);
        Look(seconds: 5, unsent: 0, rate: 1_000);
        Assert.Equal(TimeSpan.Zero, Look(seconds: Step, unsent: 20_000, rate: 1_000_000));
    }

    [Fact]
    public void After_a_pause_nothing_is_known()
    {
        Look(seconds: 1, unsent: 20_000, rate: 100_000);
        _now += 60;
        Assert.Equal(TimeSpan.Zero, Look(seconds: Step, unsent: 20_000, rate: 100_000));
    }

    [Fact]
    public void What_the_kernel_has_not_taken_waits_too()
    {
        Look(seconds: 1, unsent: 20_000, rate: 100_000);
        TimeSpan time = _queue.TimeOf(20_000, 30_000, _acknowledged, TimeSpan.FromSeconds(_now));
        Assert.InRange(time, TimeSpan.FromSeconds(0.49), TimeSpan.FromSeconds(0.51));
    }

    [Fact]
    public void A_new_connection_may_have_another_link()
    {
        Look(seconds: 1, unsent: 20_000, rate: 100_000);
        _queue.Reset();
        _acknowledged = 0;
        Assert.Equal(TimeSpan.Zero, Look(seconds: 0.1, unsent: 30_000, rate: 100_000));
    }

    private TimeSpan Look(double seconds, long unsent, double rate)
    {
        TimeSpan time = default;
        for (double end = _now + seconds - (Step / 2); _now < end; _now += Step)
        {
            _acknowledged += (long)(rate * Step);
            time = _queue.TimeOf(unsent, 0, _acknowledged, TimeSpan.FromSeconds(_now));
        }

        return time;
    }
}
