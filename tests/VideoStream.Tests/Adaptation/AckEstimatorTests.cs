using VideoStream.Adaptation;

namespace VideoStream.Tests.Adaptation;

public sealed class AckEstimatorTests
{
    private readonly AckEstimator _link = new();
    private readonly TcpEstimator _tcp = new();

    [Fact]
    public void An_acknowledgement_tells_the_round_trip_and_covers_all_before()
    {
        Send(1, 100_000, at: 0);
        Send(2, 100_000, at: 33);
        Assert.Equal(2, _link.Frames);
        Assert.True(_link.TryAcknowledge(2, Ms(83), _tcp, out Delivery delivery));
        Assert.Equal((Ms(33), Ms(50)), (delivery.SentAt, delivery.RoundTrip));
        Assert.Equal(0, _link.Frames);
        Assert.Null(_link.AwaitedSince);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void What_was_not_sent_is_not_acknowledged(long number)
    {
        Send(1, 1000, at: 0);
        Assert.False(_link.TryAcknowledge(number, Ms(10), _tcp, out _));
        Assert.Equal(1, _link.Frames);
    }

    [Fact]
    public void Acknowledging_twice_counts_once()
    {
        Send(1, 1000, at: 0);
        Assert.True(_link.TryAcknowledge(1, Ms(10), _tcp, out _));
        Assert.False(_link.TryAcknowledge(1, Ms(20), _tcp, out _));
    }

    [Fact]
    public void The_distance_is_no_delay_however_long()
    {
        for (int i = 1; i <= 10; i++)
        {
            Send(i, 10_000, at: i * 100);
            Assert.True(_link.TryAcknowledge(i, Ms((i * 100) + (i < 10 ? 300 : 340)), _tcp, out Delivery delivery));
            Assert.Equal(i < 10 ? Ms(0) : Ms(40), delivery.Delay);
        }
    }

    [Fact]
    public void The_rate_is_that_of_the_busy_link()
    {
        // A small frame tells the distance, then one that takes 100 ms more.
        Send(1, 1000, at: 0);
        _link.TryAcknowledge(1, Ms(20), _tcp, out _);
        Assert.False(_link.IsRateRecent(Ms(60_000)));
        Send(2, 100_000, at: 1000);
        _link.TryAcknowledge(2, Ms(1120), _tcp, out _);
        Assert.InRange(_link.Rate, 950_000, 1_050_000);
        Assert.True(_link.IsRateRecent(Ms(2000)));
    }

    [Fact]
    public void An_acknowledgement_is_awaited_since_the_last_one_or_since_the_first_frame_after_it()
    {
        Assert.Null(_link.AwaitedSince);
        Send(1, 1000, at: 0);
        Send(2, 1000, at: 33);
        Assert.Equal(Ms(0), _link.AwaitedSince);
        _link.TryAcknowledge(1, Ms(50), _tcp, out _);
        Assert.Equal(Ms(50), _link.AwaitedSince);
        _link.TryAcknowledge(2, Ms(60), _tcp, out _);
        Send(3, 1000, at: 66);
        Assert.Equal(Ms(66), _link.AwaitedSince);
    }

    [Fact]
    public void Two_frames_in_flight_that_arrived_show_that_not_each_is_acknowledged()
    {
        Send(1, 1000, at: 0);
        Assert.False(_link.HasTwoSentUntil(Ms(1000)));
        Send(2, 1000, at: 33);
        Assert.False(_link.HasTwoSentUntil(Ms(32)));
        Assert.True(_link.HasTwoSentUntil(Ms(33)));
    }

    [Fact]
    public void More_frames_than_are_ever_on_their_way_are_not_kept()
    {
        for (int i = 1; i <= 1000; i++)
            Send(i, 10, at: i);
        Assert.Equal(256, _link.Frames);
        Assert.False(_link.TryAcknowledge(744, Ms(2000), _tcp, out _));
        Assert.True(_link.TryAcknowledge(745, Ms(2000), _tcp, out _));
    }

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private void Send(long number, int bytes, double at) => _link.Sent(new SentFrame(number, bytes, Ms(at), Ms(at)));
}
