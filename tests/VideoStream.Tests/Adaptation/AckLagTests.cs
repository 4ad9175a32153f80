using VideoStream.Adaptation;

namespace VideoStream.Tests.Adaptation;

/// <summary>A client that is allowed 100 ms beyond the round trip.</summary>
public sealed class AckLagTests
{
    private readonly AckEstimator _acks = new();
    private readonly AckLag _lag;
    private readonly TcpEstimator _tcp = new();

    public AckLagTests() => _lag = new AckLag(_acks, Ms(100));

    [Fact]
    public void A_client_that_keeps_up_may_leave_frames_unacknowledged()
    {
        Observe(roundTrip: 20);
        for (int i = 1; i <= 200; i++)
            Send(i, at: i * 33);
        Assert.Equal(TimeSpan.Zero, _lag.Wait(Ms(7000)));
        Acknowledge(200, at: 6719);
        Assert.False(_lag.IsLagging);
    }

    [Fact]
    public void A_lagging_client_gets_two_frames_beyond_its_last_acknowledgement()
    {
        Observe(roundTrip: 20);
        Send(1, at: 0);
        Acknowledge(1, at: 221);
        Assert.True(_lag.IsLagging);
        Send(2, at: 221);
        Assert.Equal(TimeSpan.Zero, _lag.Wait(Ms(254)));
        Send(3, at: 254);
        Assert.Equal(Ms(221 + 442 - 260), _lag.Wait(Ms(260)));
        Acknowledge(2, at: 450);
        Assert.Equal(TimeSpan.Zero, _lag.Wait(Ms(450)));
    }

    [Fact]
    public void Two_late_acknowledgements_in_a_row_make_a_client_lag()
    {
        Observe(roundTrip: 20);
        for (int i = 1; i <= 3; i++)
            Send(i, at: 0);
        Acknowledge(1, at: 121);
        Assert.False(_lag.IsLagging);
        Acknowledge(2, at: 122);
        Assert.True(_lag.IsLagging);
        Send(4, at: 130);
        Acknowledge(4, at: 240);
        Assert.False(_lag.IsLagging);
    }

    [Fact]
    public void A_lagging_client_that_acknowledges_no_more_lags_for_two_of_its_round_trips()
    {
        Observe(roundTrip: 20);
        Send(1, at: 0);
        Acknowledge(1, at: 500);
        Send(2, at: 600);
        Send(3, at: 633);
        Assert.Equal(Ms(1), _lag.Wait(Ms(1599)));
        Assert.Equal(TimeSpan.Zero, _lag.Wait(Ms(1600)));
        Assert.False(_lag.IsLagging);
    }

    [Fact]
    public void The_wait_for_an_acknowledgement_ends_after_ten_seconds()
    {
        Observe(roundTrip: 20);
        Send(1, at: 0);
        Acknowledge(1, at: 60_000);
        Send(2, at: 60_000);
        Send(3, at: 60_033);
        Assert.Equal(Ms(1000), _lag.Wait(Ms(61_000)));
        Assert.Equal(TimeSpan.Zero, _lag.Wait(Ms(70_000)));
    }

    [Fact]
    public void Without_kernel_statistics_the_shortest_round_trip_that_was_on_time_is_the_base_delay()
    {
        Send(1, at: 0);
        Acknowledge(1, at: 50);
        for (int i = 2; i <= 100; i++)
        {
            Send(i, at: i * 300);
            Acknowledge(i, at: (i * 300) + 151);
            Assert.True(_lag.IsLagging, $"a standing queue, after {i} frames, must not become the base delay");
        }

        Send(101, at: 40_000);
        Acknowledge(101, at: 40_150);
        Assert.False(_lag.IsLagging);
    }

    [Fact]
    public void A_frame_that_the_kernel_had_in_flight_a_moment_ago_is_late_because_of_the_link()
    {
        Observe(roundTrip: 20);
        Send(1, at: 0);
        Observe(roundTrip: 20, inFlight: 100_000, at: 300);
        Acknowledge(1, at: 400);
        Assert.False(_lag.IsLagging);
        Send(2, at: 400);
        Observe(roundTrip: 20, inFlight: 100_000, at: 500);
        Acknowledge(2, at: 701);
        Assert.True(_lag.IsLagging);
    }

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private void Send(long number, double at)
    {
        var frame = new SentFrame(number, 1000, Ms(at), Ms(at));
        _acks.OnSending(frame);
        _tcp.OnSending(frame);
    }

    private void Acknowledge(long number, double at)
    {
        Assert.True(_acks.TryAcknowledge(number, Ms(at), _tcp, out _));
        _lag.OnAcknowledged(_tcp, Ms(at));
    }

    private void Observe(double roundTrip, long inFlight = 0, double at = 0) =>
        _tcp.TryObserve(TcpSamples.Of(inFlight: inFlight, minRtt: roundTrip), Ms(at), out _);
}
