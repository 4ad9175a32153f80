using VideoStream.Cameras.Sources.Nats;

namespace VideoStream.Tests.Relay;

public sealed class ClockOffsetTests
{
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(3);

    private readonly ClockOffset _clock = new();
    private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

    [Fact]
    public void Before_the_first_answer_it_is_zero() => Assert.Equal(TimeSpan.Zero, _clock.Value);

    [Fact]
    public void Answers_that_wait_in_a_queue_do_not_count()
    {
        Answer(Ahead, thereMs: 1, backMs: 1);
        for (int i = 0; i < 100; i++)
            Answer(Ahead, thereMs: 1, backMs: 400);
        Assert.Equal(Ahead, _clock.Value);
    }

    [Fact]
    public void A_quicker_answer_counts_at_once()
    {
        Answer(Ahead, thereMs: 1, backMs: 101);
        Assert.Equal(Ahead - TimeSpan.FromMilliseconds(50), _clock.Value);
        Answer(Ahead, thereMs: 2, backMs: 2);
        Assert.Equal(Ahead, _clock.Value);
    }

    [Fact]
    public void A_clock_that_drifts_is_followed()
    {
        Answer(Ahead, thereMs: 1, backMs: 1);
        TimeSpan drifted = Ahead;
        for (int i = 0; i < 600; i++)
            Answer(drifted += TimeSpan.FromMicroseconds(25), thereMs: 2, backMs: 2);
        Assert.InRange((drifted - _clock.Value).TotalMilliseconds, 0, 2);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(-0.5)]
    public void A_clock_that_is_set_is_followed_at_once(double seconds)
    {
        for (int i = 0; i < 10; i++)
            Answer(Ahead, thereMs: 1, backMs: 1);
        TimeSpan set = Ahead + TimeSpan.FromSeconds(seconds);
        Answer(set, thereMs: 5, backMs: 5);
        Assert.Equal(set, _clock.Value);
    }

    private void Answer(TimeSpan ahead, double thereMs, double backMs)
    {
        _clock.Add(_now, _now + TimeSpan.FromMilliseconds(thereMs) + ahead, TimeSpan.FromMilliseconds(thereMs + backMs));
        _now += TimeSpan.FromSeconds(0.5);
    }
}
