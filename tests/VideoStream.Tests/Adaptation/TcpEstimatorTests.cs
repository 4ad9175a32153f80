using VideoStream.Adaptation;

namespace VideoStream.Tests.Adaptation;

/// <summary>What is learnt from the kernel's counts.</summary>
public sealed class TcpEstimatorTests
{
    private readonly TcpEstimator _link = new();
    private long _written;

    [Fact]
    public void Nothing_is_known_before_the_first_look()
    {
        Assert.Equal((TimeSpan.Zero, 0L, false), (_link.MinRtt, _link.BytesInFlight, _link.IsRateKnown));
        Assert.Null(_link.OldestSentAt);
        Assert.False(_link.IsRateLimit(TimeSpan.Zero));
    }

    [Fact]
    public void The_rate_is_what_passed_while_the_link_was_busy()
    {
        Look(0, acknowledged: 0, busy: 0);
        Send(1, 102_920, at: 0);
        // Two packets may pass at once, and the distance of 10 ms is no work.
        Assert.True(Look(500, acknowledged: 102_920, busy: 110, out Delivery delivery));
        Assert.Equal(1_000_000, _link.Rate, 1);
        Assert.Equal(Ms(100), delivery.Delay);
        Assert.True(_link.IsRateLimit(Ms(600)));
        Assert.False(_link.IsRateLimit(Ms(60_000)));
    }

    [Fact]
    public void Looks_in_the_middle_of_a_frame_measure_the_same_as_one_at_its_end()
    {
        Look(0, acknowledged: 0, busy: 0);
        Send(1, 102_920, at: 0);
        for (int ms = 10; ms <= 110; ms += 10)
            Look(ms, acknowledged: Math.Min(102_920, 2_920 + (Math.Max(0, ms - 10) * 1000)), busy: ms);
        Assert.InRange(_link.Rate, 900_000, 1_100_000);
    }

    [Fact]
    public void Frames_of_a_packet_or_two_tell_nothing_of_the_rate()
    {
        Look(0, acknowledged: 0, busy: 0);
        for (int i = 1; i <= 100; i++)
        {
            Send(i, 3000, at: i * 50);
            Look((i * 50) + 40, acknowledged: i * 3000, busy: i * 20);
        }

        Assert.False(_link.IsRateKnown);
    }

    [Fact]
    public void What_a_long_way_holds_is_no_queue_and_its_rate_no_limit()
    {
        Feed(distance: 200, perLook: 30_000, outstanding: 200_000);
        Assert.False(_link.IsRateLimit(Ms(13_200)));
        Assert.InRange(_link.Rate, 850_000, double.PositiveInfinity);
    }

    [Fact]
    public void What_waits_beyond_the_distance_is_a_queue_and_the_rate_a_limit()
    {
        Feed(distance: 20, perLook: 30_000, outstanding: 200_000);
        Assert.True(_link.IsRateLimit(Ms(13_200)));
        Assert.InRange(_link.Rate, 850_000, 950_000);
    }

    [Fact]
    public void A_frame_is_not_late_because_nobody_looked_for_long()
    {
        Look(0, acknowledged: 0, busy: 0);
        Send(1, 50_000, at: 0);
        Look(40, acknowledged: 30_000, busy: 40);
        Send(2, 50_000, at: 40);
        // The camera gave nothing for a while.
        Assert.True(Look(1000, acknowledged: 100_000, busy: 110, out Delivery delivery));
        Assert.Equal((Ms(40), Ms(60)), (delivery.SentAt, delivery.Delay));
    }

    [Fact]
    public void Frames_arrive_in_order_as_bytes_are_acknowledged()
    {
        Look(0, acknowledged: 0, busy: 0);
        Send(1, 50_000, at: 0);
        Send(2, 50_000, at: 30);
        Assert.Equal(Ms(0), _link.OldestSentAt);
        Assert.False(Look(40, acknowledged: 40_000, busy: 40));
        Assert.True(Look(60, acknowledged: 60_000, busy: 60, out Delivery first));
        Assert.Equal((Ms(0), Ms(30)), (first.SentAt, _link.OldestSentAt));
        Assert.True(Look(90, acknowledged: 100_000, busy: 90, out Delivery second));
        Assert.Equal((Ms(30), null), (second.SentAt, _link.OldestSentAt));
    }

    [Fact]
    public void A_viewer_that_has_no_room_is_told_from_a_link_that_has_none()
    {
        Look(0, acknowledged: 0, busy: 0);
        Send(1, 100_000, at: 0);
        _link.TryObserve(Snapshot(50_000, 100) with { ReceiverLimited = Ms(80) }, Ms(100), out _);
        Assert.True(_link.IsReceiverLimited);
        _link.TryObserve(Snapshot(90_000, 200) with { ReceiverLimited = Ms(90) }, Ms(200), out _);
        Assert.False(_link.IsReceiverLimited);
    }

    [Fact]
    public void A_loss_and_a_connection_s_beginning_excuse_two_round_trips()
    {
        Look(0, acknowledged: 0, busy: 0);
        Assert.Equal(TimeSpan.Zero, _link.DelayTolerance(Ms(0)));
        _link.TryObserve(Snapshot(0, 0) with { Retransmitted = 1 }, Ms(100), out _);
        Assert.Equal(Ms(20), _link.DelayTolerance(Ms(110)));
        Assert.Equal(TimeSpan.Zero, _link.DelayTolerance(Ms(130)));
        var beginning = new TcpEstimator();
        beginning.TryObserve(Snapshot(0, 0) with { InSlowStart = true }, Ms(200), out _);
        Assert.Equal(Ms(20), beginning.DelayTolerance(Ms(299)));
        Assert.Equal(TimeSpan.Zero, beginning.DelayTolerance(Ms(300)));
    }

    [Fact]
    public void Where_the_kernel_tells_nothing_the_record_of_sent_frames_stays_bounded()
    {
        for (int i = 1; i <= 100_000; i++)
            Send(i, 75_000, at: i * 33);
        Assert.InRange(_link.InFlight, 0, 256);
        Assert.Equal(0, _link.BytesInFlight);
    }

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private TcpSnapshot Snapshot(long acknowledged, double busy) => new()
    {
        Acknowledged = acknowledged,
        BytesInFlight = _written - acknowledged,
        Busy = Ms(busy),
        ReceiverLimited = TimeSpan.Zero,
        ShortestRoundTrip = Ms(10),
        Retransmitted = 0,
        Segment = 1460,
        InSlowStart = false,
    };

    /// <summary>Thirteen seconds of a frame each 33 ms, of which as much is outstanding all the time.</summary>
    private void Feed(double distance, int perLook, long outstanding)
    {
        _link.TryObserve(Snapshot(0, 0) with { ShortestRoundTrip = Ms(distance) }, Ms(0), out _);
        Send(1, (int)outstanding, at: 0);
        for (int i = 1; i <= 400; i++)
        {
            Send(i + 1, perLook, at: i * 33);
            _link.TryObserve(Snapshot((long)i * perLook, i * 33) with { ShortestRoundTrip = Ms(distance) }, Ms(i * 33), out _);
        }
    }

    private void Send(long number, int bytes, double at)
    {
        _written += bytes;
        _link.Sent(new SentFrame(number, bytes, Ms(at), Ms(at)));
    }

    private bool Look(double at, long acknowledged, double busy) => Look(at, acknowledged, busy, out _);

    private bool Look(double at, long acknowledged, double busy, out Delivery delivery) =>
        _link.TryObserve(Snapshot(acknowledged, busy), Ms(at), out delivery);
}
