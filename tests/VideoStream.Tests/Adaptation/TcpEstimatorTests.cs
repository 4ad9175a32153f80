using VideoStream.Adaptation;

namespace VideoStream.Tests.Adaptation;

public sealed class TcpEstimatorTests
{
    private readonly TcpEstimator _tcp = new();
    private long _written;

    [Fact]
    public void Nothing_is_known_before_the_first_sample()
    {
        Assert.Equal((false, TimeSpan.Zero, 0L, false), (_tcp.IsKnown, _tcp.MinRtt, _tcp.BytesInFlight, _tcp.IsRateKnown));
        Assert.Null(_tcp.OldestSentAt);
        Assert.False(_tcp.IsRateLimit(TimeSpan.Zero));
    }

    [Fact]
    public void A_frame_took_the_time_in_which_the_connection_was_busy()
    {
        Sample(0, acknowledged: 0, busy: 0);
        Send(1, 102_920, at: 0);
        Assert.True(Sample(500, acknowledged: 102_920, busy: 110, out Delivery delivery));
        Assert.Equal((Ms(0), Ms(100), Ms(110)), (delivery.SentAt, delivery.QueueingDelay, delivery.RoundTrip));
    }

    [Fact]
    public void A_frame_is_not_late_because_the_next_sample_is()
    {
        Sample(0, acknowledged: 0, busy: 0);
        Send(1, 50_000, at: 0);
        Sample(40, acknowledged: 30_000, busy: 40);
        Send(2, 50_000, at: 40);
        // The camera had no frame for a while.
        Assert.True(Sample(1000, acknowledged: 100_000, busy: 110, out Delivery delivery));
        Assert.Equal((Ms(40), Ms(60)), (delivery.SentAt, delivery.QueueingDelay));
    }

    [Fact]
    public void Frames_arrive_in_order_as_bytes_are_acknowledged()
    {
        Sample(0, acknowledged: 0, busy: 0);
        Send(1, 50_000, at: 0);
        Send(2, 50_000, at: 30);
        Assert.Equal(Ms(0), _tcp.OldestSentAt);
        Assert.False(Sample(40, acknowledged: 40_000, busy: 40));
        Assert.True(Sample(60, acknowledged: 60_000, busy: 60, out Delivery first));
        Assert.Equal((Ms(0), Ms(30)), (first.SentAt, _tcp.OldestSentAt));
        Assert.True(Sample(90, acknowledged: 100_000, busy: 90, out Delivery second));
        Assert.Equal((Ms(30), null), (second.SentAt, _tcp.OldestSentAt));
    }

    [Fact]
    public void A_sample_shows_whether_a_frame_was_in_flight()
    {
        Send(1, 50_000, at: 0);
        SentFrame frame = new(1, 50_000, Ms(0), Ms(0));
        Assert.False(_tcp.WasInFlight(frame, since: Ms(0)));
        Sample(100, acknowledged: 10_000, busy: 100);
        Assert.True(_tcp.WasInFlight(frame, since: Ms(100)));
        Assert.False(_tcp.WasInFlight(frame, since: Ms(101)));
        Sample(200, acknowledged: 50_000, busy: 200);
        Assert.False(_tcp.WasInFlight(frame, since: Ms(100)));
    }

    [Fact]
    public void Two_packets_in_flight_are_a_delayed_acknowledgement()
    {
        Send(1, 2 * 1460, at: 0);
        Sample(10, acknowledged: 0, busy: 10);
        Assert.Equal(0, _tcp.BytesInFlight);
        Send(2, 1, at: 20);
        Sample(30, acknowledged: 0, busy: 30);
        Assert.Equal((2 * 1460) + 1, _tcp.BytesInFlight);
    }

    [Fact]
    public void A_client_without_room_is_distinguished_from_a_full_link()
    {
        Sample(0, acknowledged: 0, busy: 0);
        Send(1, 100_000, at: 0);
        _tcp.TryObserve(Of(50_000, 100) with { ReceiverLimited = Ms(80) }, false, Ms(100), out _);
        Assert.True(_tcp.IsReceiverLimited);
        _tcp.TryObserve(Of(90_000, 200) with { ReceiverLimited = Ms(90) }, false, Ms(200), out _);
        Assert.False(_tcp.IsReceiverLimited);
    }

    [Fact]
    public void A_loss_and_slow_start_excuse_two_round_trips()
    {
        Sample(0, acknowledged: 0, busy: 0);
        Assert.Equal(TimeSpan.Zero, _tcp.DelayTolerance(Ms(0)));
        _tcp.TryObserve(Of(0, 0) with { Retransmitted = 1 }, false, Ms(100), out _);
        Assert.Equal(Ms(20), _tcp.DelayTolerance(Ms(110)));
        Assert.Equal(TimeSpan.Zero, _tcp.DelayTolerance(Ms(130)));
        var starting = new TcpEstimator();
        starting.TryObserve(Of(0, 0) with { InSlowStart = true }, false, Ms(200), out _);
        Assert.Equal(Ms(20), starting.DelayTolerance(Ms(299)));
        Assert.Equal(TimeSpan.Zero, starting.DelayTolerance(Ms(300)));
    }

    [Fact]
    public void Without_kernel_statistics_the_record_of_sent_frames_is_bounded()
    {
        for (int i = 1; i <= 100_000; i++)
            Send(i, 75_000, at: i * 33);
        Assert.InRange(_tcp.FramesInFlight, 0, 256);
        Assert.Equal(0, _tcp.BytesInFlight);
    }

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private TcpSnapshot Of(long acknowledged, double busy) => TcpSamples.Of(acknowledged, _written - acknowledged, busy);

    private void Send(long number, int bytes, double at)
    {
        _written += bytes;
        _tcp.OnSending(new SentFrame(number, bytes, Ms(at), Ms(at)));
    }

    private bool Sample(double at, long acknowledged, double busy) => Sample(at, acknowledged, busy, out _);

    private bool Sample(double at, long acknowledged, double busy, out Delivery delivery) =>
        _tcp.TryObserve(Of(acknowledged, busy), false, Ms(at), out delivery);
}
