using VideoStream.Adaptation;

namespace VideoStream.Tests.Adaptation;

/// <summary>A client that is allowed 100 ms beyond the round trip.</summary>
public sealed class ClientLagTests
{
    private readonly ClientLag _lag = new(Ms(100));
    private readonly AckEstimator _acked = new();
    private readonly TcpEstimator _tcp = new();

    [Fact]
    public void Frames_without_an_acknowledgement_count_for_nothing_while_the_client_keeps_up()
    {
        Observe(roundTrip: 20);
        for (int i = 1; i <= 200; i++)
            Send(i, at: i * 33);
        Assert.Equal(TimeSpan.Zero, _lag.Wait(_acked, Ms(7000)));
        Acknowledge(200, at: 6719);
        Assert.False(_lag.IsSlow);
    }

    [Fact]
    public void A_slow_client_has_two_frames_beyond_its_last_acknowledgement()
    {
        Observe(roundTrip: 20);
        Send(1, at: 0);
        Acknowledge(1, at: 221);
        Assert.True(_lag.IsSlow);
        Send(2, at: 221);
        Assert.Equal(TimeSpan.Zero, _lag.Wait(_acked, Ms(254)));
        Send(3, at: 254);
        Assert.Equal(Ms(221 + 442 - 260), _lag.Wait(_acked, Ms(260)));
        Acknowledge(2, at: 450);
        Assert.Equal(TimeSpan.Zero, _lag.Wait(_acked, Ms(450)));
    }

    [Fact]
    public void A_single_frame_that_is_a_little_late_makes_no_slow_client()
    {
        Observe(roundTrip: 20);
        for (int i = 1; i <= 3; i++)
            Send(i, at: 0);
        Acknowledge(1, at: 121);
        Assert.False(_lag.IsSlow);
        Acknowledge(2, at: 122);
        Assert.True(_lag.IsSlow);
        Send(4, at: 130);
        Acknowledge(4, at: 240);
        Assert.False(_lag.IsSlow);
    }

    [Fact]
    public void A_slow_client_that_acknowledges_no_more_is_slow_for_two_of_its_round_trips()
    {
        Observe(roundTrip: 20);
        Send(1, at: 0);
        Acknowledge(1, at: 500);
        Send(2, at: 600);
        Send(3, at: 633);
        Assert.Equal(Ms(1), _lag.Wait(_acked, Ms(1599)));
        Assert.Equal(TimeSpan.Zero, _lag.Wait(_acked, Ms(1600)));
        Assert.False(_lag.IsSlow);
    }

    [Fact]
    public void No_silence_of_ten_seconds_is_waited_for()
    {
        Observe(roundTrip: 20);
        Send(1, at: 0);
        Acknowledge(1, at: 60_000);
        Send(2, at: 60_000);
        Send(3, at: 60_033);
        Assert.Equal(Ms(1000), _lag.Wait(_acked, Ms(61_000)));
        Assert.Equal(TimeSpan.Zero, _lag.Wait(_acked, Ms(70_000)));
    }

    [Fact]
    public void Without_the_kernel_the_shortest_delay_of_an_acknowledgement_is_the_round_trip()
    {
        Send(1, at: 0);
        Acknowledge(1, at: 50);
        for (int i = 2; i <= 100; i++)
        {
            Send(i, at: i * 300);
            Acknowledge(i, at: (i * 300) + 151);
            Assert.True(_lag.IsSlow, $"a queue that stands for {i} frames is no round trip");
        }

        Send(101, at: 40_000);
        Acknowledge(101, at: 40_150);
        Assert.False(_lag.IsSlow);
    }

    [Fact]
    public void A_frame_that_the_kernel_had_in_flight_a_moment_ago_is_late_by_the_link()
    {
        Observe(roundTrip: 20);
        Send(1, at: 0);
        Observe(roundTrip: 20, outstanding: 100_000, at: 300);
        Acknowledge(1, at: 400);
        Assert.False(_lag.IsSlow);
        Send(2, at: 400);
        Observe(roundTrip: 20, outstanding: 100_000, at: 500);
        Acknowledge(2, at: 701);
        Assert.True(_lag.IsSlow);
    }

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private void Send(long number, double at)
    {
        var frame = new SentFrame(number, 1000, Ms(at), Ms(at));
        _acked.Sent(frame);
        _tcp.Sent(frame);
    }

    private void Acknowledge(long number, double at)
    {
        Assert.True(_acked.TryAcknowledge(number, Ms(at), _tcp, out _));
        _lag.Acknowledged(_acked.Last, _tcp, Ms(at));
    }

    private void Observe(double roundTrip, long outstanding = 0, double at = 0) => _tcp.TryObserve(
        new TcpSnapshot
        {
            Acknowledged = 0,
            BytesInFlight = outstanding,
            Busy = TimeSpan.Zero,
            ReceiverLimited = TimeSpan.Zero,
            ShortestRoundTrip = Ms(roundTrip),
            Retransmitted = 0,
            Segment = 1460,
            InSlowStart = false,
        },
        Ms(at),
        out _);
}
