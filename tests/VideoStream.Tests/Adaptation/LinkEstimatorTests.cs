using VideoStream.Adaptation;

namespace VideoStream.Tests.Adaptation;

/// <summary>A link of 10 ms.</summary>
public sealed class LinkEstimatorTests
{
    private readonly LinkEstimator _link = new();
    private long _written;
    private long _number;

    [Fact]
    public void An_unknown_link_has_no_limit()
    {
        Assert.Equal(new LinkCapacity(double.PositiveInfinity, double.PositiveInfinity), _link.Capacity(Ms(0)));
        Assert.Equal(double.PositiveInfinity, _link.Rate);
        Assert.Null(_link.Report(LimitedBy.Camera).DeliveryKbps);
    }

    [Fact]
    public void The_kernel_s_rate_counts_where_it_is_known()
    {
        Sample(at: 0, acknowledged: 0, busy: 0);
        Send(at: 0, bytes: 102_920);
        Sample(at: 500, acknowledged: 102_920, busy: 110);
        Assert.Equal(1_000_000, _link.Rate, 1);
        Assert.Equal(1_000_000, _link.Capacity(Ms(600)).Least, 1);
        Assert.InRange(_link.Capacity(Ms(600)).Most, 900_000, 1_250_000);
        Assert.Equal(double.PositiveInfinity, _link.Capacity(Ms(20_000)).Most);
        Assert.Equal(8000, _link.Report(LimitedBy.Link).DeliveryKbps);
    }

    [Fact]
    public void The_texts_of_a_pause_measure_nothing()
    {
        Sample(at: 0, acknowledged: 0, busy: 0);
        Send(at: 0, bytes: 102_920);
        Sample(at: 500, acknowledged: 102_920, busy: 110);
        Send(at: 600, bytes: 1000);
        _link.Tcp.OnPaused();

        // Sixty texts of 2 kB, whose acknowledgements are delayed.
        Assert.False(Sample(at: 60_000, acknowledged: 223_920, busy: 3110));
        Assert.Equal(1_000_000, _link.Rate, 1);
        Send(at: 60_000, bytes: 102_920);
        Assert.True(Sample(at: 60_500, acknowledged: 326_840, busy: 3220));
        Assert.Equal(1_000_000, _link.Rate, 1);
    }

    [Fact]
    public void Without_kernel_statistics_the_rate_is_that_of_the_acknowledgements()
    {
        Send(at: 0, bytes: 1000);
        Assert.True(Acknowledge(1, at: 10));
        Send(at: 100, bytes: 100_000);
        Assert.True(Acknowledge(2, at: 210));
        Assert.InRange(_link.Rate, 900_000, 1_100_000);
        Assert.Equal(new LinkCapacity(_link.Rate, _link.Rate), _link.Capacity(Ms(300)));
        Assert.Equal(double.PositiveInfinity, _link.Capacity(Ms(20_000)).Most);
    }

    [Fact]
    public void Acknowledgements_show_first_that_a_link_has_become_slow()
    {
        Sample(at: 0, acknowledged: 0, busy: 0);
        Send(at: 0, bytes: 102_920);
        Acknowledge(1, at: 110);
        Sample(at: 500, acknowledged: 102_920, busy: 110);
        Send(at: 1000, bytes: 100_000);
        Acknowledge(2, at: 1510);
        Assert.InRange(_link.Capacity(Ms(1510)).Least, 200_000, 300_000);
        Assert.Equal(1_000_000, _link.Rate, 1);
    }

    [Fact]
    public void The_kernel_s_deliveries_do_not_count_for_a_client_that_acknowledges_each_frame()
    {
        Sample(at: 0, acknowledged: 0, busy: 0);
        Send(at: 0, bytes: 10_000);
        Assert.True(Sample(at: 30, acknowledged: 10_000, busy: 20));
        Acknowledge(1, at: 30);
        Send(at: 100, bytes: 10_000);
        Assert.False(Sample(at: 130, acknowledged: 20_000, busy: 40), "its acknowledgement is expected");
    }

    [Fact]
    public void The_kernel_s_deliveries_count_for_frames_that_the_client_does_not_acknowledge()
    {
        Sample(at: 0, acknowledged: 0, busy: 0);
        Send(at: 0, bytes: 10_000);
        Acknowledge(1, at: 30);
        Send(at: 100, bytes: 10_000);
        Send(at: 133, bytes: 10_000);
        Assert.False(Sample(at: 160, acknowledged: 30_000, busy: 40, isClientLagging: true), "the client has not shown them");
        Send(at: 166, bytes: 10_000);
        Assert.True(Sample(at: 200, acknowledged: 40_000, busy: 60));
    }

    [Theory]
    [InlineData(33)]
    [InlineData(1)]
    public void A_client_that_sends_no_acknowledgement_is_detected_at_any_frame_rate(int interval)
    {
        Send(at: 0, bytes: 1000);
        Acknowledge(1, at: 10);
        for (int at = interval; at < 10_100; at += interval)
            Send(at, bytes: 1000);
        _link.DetectSilence(Ms(10_100));
        Assert.False(_link.Acknowledges);
    }

    [Fact]
    public void Feedback_lacks_after_two_seconds_without_kernel_statistics_and_acknowledgements()
    {
        Assert.False(_link.LacksFeedback(Ms(60_000)), "no frame was sent");
        Send(at: 60_000, bytes: 1000);
        Assert.False(_link.LacksFeedback(Ms(61_999)));
        Assert.True(_link.LacksFeedback(Ms(62_000)));
        Acknowledge(1, at: 62_000);
        Send(at: 62_000, bytes: 1000);
        Assert.False(_link.LacksFeedback(Ms(66_000)));
        _link.DetectSilence(Ms(72_001));
        Assert.True(_link.LacksFeedback(Ms(72_001)));
        Sample(at: 72_010, acknowledged: 2000, busy: 10);
        Assert.False(_link.LacksFeedback(Ms(80_000)));
    }

    [Fact]
    public void A_client_that_stops_acknowledging_counts_as_one_that_never_did()
    {
        Send(at: 0, bytes: 1000);
        Acknowledge(1, at: 30);
        Send(at: 1000, bytes: 1000);
        _link.DetectSilence(Ms(11_000));
        Assert.True(_link.Acknowledges);
        _link.DetectSilence(Ms(11_001));
        Assert.False(_link.Acknowledges);
    }

    [Fact]
    public void A_client_that_acknowledges_much_later_than_its_kernel_is_slow()
    {
        Sample(at: 0, acknowledged: 0, busy: 0);
        Send(at: 0, bytes: 10_000);
        Sample(at: 30, acknowledged: 10_000, busy: 20);
        Acknowledge(1, at: 60);
        Assert.False(_link.IsClientSlow);
        Send(at: 100, bytes: 10_000);
        Acknowledge(2, at: 900);
        Assert.True(_link.IsClientSlow);
    }

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private void Send(double at, int bytes)
    {
        _written += bytes;
        _link.OnSending(new SentFrame(++_number, bytes, Ms(at), Ms(at)));
    }

    private bool Acknowledge(long number, double at) => _link.TryAcknowledge(number, Ms(at), out _);

    private bool Sample(double at, long acknowledged, double busy, bool isClientLagging = false) =>
        _link.TryObserve(TcpSamples.Of(acknowledged, _written - acknowledged, busy), isClientLagging, isProgramSlow: false, Ms(at), out _);
}
