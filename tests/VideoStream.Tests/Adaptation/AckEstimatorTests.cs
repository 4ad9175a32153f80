using VideoStream.Adaptation;

namespace VideoStream.Tests.Adaptation;

public sealed class AckEstimatorTests
{
    private readonly AckEstimator _acks = new();
    private readonly TcpEstimator _tcp = new();

    [Fact]
    public void An_acknowledgement_gives_the_round_trip_and_covers_all_frames_before()
    {
        Send(1, 100_000, at: 0);
        Send(2, 100_000, at: 33);
        Assert.Equal(2, _acks.FramesInFlight);
        Assert.True(_acks.TryAcknowledge(2, Ms(83), _tcp, out Delivery delivery));
        Assert.Equal((Ms(33), Ms(50)), (delivery.SentAt, delivery.RoundTrip));
        Assert.Equal(2, _acks.LastAcknowledged.Number);
        Assert.Equal(0, _acks.FramesInFlight);
        Assert.Null(_acks.AwaitedSince);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void A_frame_that_was_not_sent_cannot_be_acknowledged(long number)
    {
        Send(1, 1000, at: 0);
        Assert.False(_acks.TryAcknowledge(number, Ms(10), _tcp, out _));
        Assert.Equal(1, _acks.FramesInFlight);
    }

    [Fact]
    public void Acknowledging_twice_counts_once()
    {
        Send(1, 1000, at: 0);
        Assert.True(_acks.TryAcknowledge(1, Ms(10), _tcp, out _));
        Assert.False(_acks.TryAcknowledge(1, Ms(20), _tcp, out _));
    }

    [Fact]
    public void The_base_delay_is_no_queueing_delay_however_long()
    {
        for (int i = 1; i <= 10; i++)
        {
            Send(i, 10_000, at: i * 100);
            Assert.True(_acks.TryAcknowledge(i, Ms((i * 100) + (i < 10 ? 300 : 340)), _tcp, out Delivery delivery));
            Assert.Equal(i < 10 ? Ms(0) : Ms(40), delivery.QueueingDelay);
        }
    }

    [Fact]
    public void Time_to_draw_is_base_delay_up_to_20_ms_above_the_kernel_s_round_trip()
    {
        _tcp.TryObserve(TcpSamples.Of(minRtt: 10), false, Ms(0), out _);
        Send(1, 1000, at: 0);
        Assert.True(_acks.TryAcknowledge(1, Ms(70), _tcp, out Delivery delivery));
        Assert.Equal((Ms(30), Ms(40)), (_acks.BaseDelay, delivery.QueueingDelay));
    }

    [Fact]
    public void The_rate_is_that_of_the_busy_link()
    {
        // A small frame shows the base delay, then one takes 100 ms more.
        Send(1, 1000, at: 0);
        _acks.TryAcknowledge(1, Ms(20), _tcp, out _);
        Assert.False(_acks.IsRateRecent(Ms(60_000)));
        Send(2, 100_000, at: 1000);
        _acks.TryAcknowledge(2, Ms(1120), _tcp, out _);
        Assert.InRange(_acks.Rate, 950_000, 1_050_000);
        Assert.True(_acks.IsRateRecent(Ms(2000)));
    }

    [Fact]
    public void An_acknowledgement_is_awaited_since_the_last_one_or_since_the_first_frame_after_it()
    {
        Assert.Null(_acks.AwaitedSince);
        Send(1, 1000, at: 0);
        Send(2, 1000, at: 33);
        Assert.Equal(Ms(0), _acks.AwaitedSince);
        _acks.TryAcknowledge(1, Ms(50), _tcp, out _);
        Assert.Equal(Ms(50), _acks.AwaitedSince);
        _acks.TryAcknowledge(2, Ms(60), _tcp, out _);
        Send(3, 1000, at: 66);
        Assert.Equal(Ms(66), _acks.AwaitedSince);
    }

    [Fact]
    public void Two_arrived_frames_in_flight_show_that_not_each_frame_is_acknowledged()
    {
        Send(1, 1000, at: 0);
        Assert.False(_acks.HasTwoSentUntil(Ms(1000)));
        Send(2, 1000, at: 33);
        Assert.False(_acks.HasTwoSentUntil(Ms(32)));
        Assert.True(_acks.HasTwoSentUntil(Ms(33)));
    }

    [Fact]
    public void The_record_of_frames_in_flight_is_bounded()
    {
        for (int i = 1; i <= 1000; i++)
            Send(i, 10, at: i);
        Assert.Equal((256, Ms(1)), (_acks.FramesInFlight, _acks.AwaitedSince));
        Assert.False(_acks.TryAcknowledge(744, Ms(2000), _tcp, out _));
        Assert.True(_acks.TryAcknowledge(745, Ms(2000), _tcp, out _));
    }

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private void Send(long number, int bytes, double at) => _acks.OnSending(new SentFrame(number, bytes, Ms(at), Ms(at)));
}
