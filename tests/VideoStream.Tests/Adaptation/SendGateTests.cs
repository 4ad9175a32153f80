using VideoStream.Adaptation;

namespace VideoStream.Tests.Adaptation;

/// <summary>A link of 1 MB/s and 10 ms, with a target delay of 100 ms: 110 kB may be in flight.</summary>
public sealed class SendGateTests
{
    private readonly LinkEstimator _link = new();
    private readonly SendGate _gate;
    private long _number;

    public SendGateTests() => _gate = new SendGate(_link, new ClientReading(_link, Ms(100), givesReceipts: false), Ms(100));

    [Theory]
    [InlineData(50_000, true)]
    [InlineData(70_000, false)]
    public void A_frame_may_be_sent_if_it_fits_into_the_window(int nextBytes, bool maySend)
    {
        MeasureLink();
        Send(at: 1000, bytes: 50_000);
        Sample(at: 1010, acknowledged: 102_920, inFlight: 50_000, busy: 120);
        TimeSpan wait = Wait(at: 1010, nextBytes);
        // What is in flight takes 50 ms.
        Assert.Equal(maySend ? TimeSpan.Zero : Ms(50), wait);
        Assert.Equal(!maySend, _gate.IsBlocked);
    }

    [Fact]
    public void A_higher_allowed_rate_widens_the_window()
    {
        MeasureLink();
        Send(at: 1000, bytes: 50_000);
        Sample(at: 1010, acknowledged: 102_920, inFlight: 50_000, busy: 120);
        Assert.Equal(TimeSpan.Zero, Wait(at: 1010, nextBytes: 150_000, allowedRate: 2_000_000));
    }

    [Fact]
    public void A_frame_in_flight_for_longer_than_the_target_blocks_the_next()
    {
        MeasureLink();
        Send(at: 1000, bytes: 20_000);
        Sample(at: 1110, acknowledged: 102_920, inFlight: 20_000, busy: 220);
        Assert.Equal(TimeSpan.Zero, Wait(at: 1110, nextBytes: 1000));
        Assert.Equal(Ms(20), Wait(at: 1111, nextBytes: 1000));
    }

    [Fact]
    public void Without_kernel_statistics_and_acknowledgements_nothing_blocks()
    {
        for (int i = 0; i < 1000; i++)
            Send(at: i, bytes: 100_000);
        Assert.Equal(TimeSpan.Zero, Wait(at: 60_000, nextBytes: 100_000));
    }

    [Fact]
    public void A_lagging_client_blocks_though_the_link_is_idle()
    {
        Sample(at: 0, acknowledged: 0, inFlight: 0, busy: 0);
        Send(at: 0, bytes: 1000);
        Assert.True(_link.TryAcknowledge(1, Ms(300), out _));
        _gate.OnAcknowledged(Ms(300));
        Assert.True(_gate.IsClientLagging);
        Send(at: 310, bytes: 1000);
        Assert.Equal(TimeSpan.Zero, Wait(at: 320, nextBytes: 1000));
        Send(at: 320, bytes: 1000);
        Assert.NotEqual(TimeSpan.Zero, Wait(at: 330, nextBytes: 1000));
        Assert.True(_gate.IsBlocked);
    }

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    /// <summary>100 kB in 100 ms, beside the round trip and the two packets that may pass at once.</summary>
    private void MeasureLink()
    {
        Sample(at: 0, acknowledged: 0, inFlight: 0, busy: 0);
        Send(at: 0, bytes: 102_920);
        Sample(at: 500, acknowledged: 102_920, inFlight: 0, busy: 110);
        Assert.Equal(1_000_000, _link.Rate, 1);
    }

    private TimeSpan Wait(double at, double nextBytes, double? allowedRate = null) =>
        _gate.Wait(nextBytes, allowedRate ?? _link.Rate, Ms(33), Ms(at));

    private void Send(double at, int bytes) => _link.OnSending(new SentFrame(++_number, bytes, Ms(at), Ms(at)));

    private void Sample(double at, long acknowledged, long inFlight, double busy) =>
        _link.TryObserve(TcpSamples.Of(acknowledged, inFlight, busy), isClientLagging: false, Ms(at), out _);
}
