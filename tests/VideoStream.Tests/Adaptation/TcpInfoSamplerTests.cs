using VideoStream.Adaptation;

namespace VideoStream.Tests.Adaptation;

public sealed class TcpInfoSamplerTests
{
    private TcpInfoSampler _sampler;

    [Fact]
    public void A_sample_is_due_before_the_first_frame() => Assert.True(_sampler.IsDue);

    [Theory]
    [InlineData(1, 50_000, 0)]
    [InlineData(3, 33_000, 1)]
    [InlineData(30, 33_000, 15)]
    [InlineData(60, 33_000, 16)]
    [InlineData(60, 32_000, 16)]
    [InlineData(30, 1_000, 15)]
    public void A_short_link_with_ample_room_is_sampled_twice_a_second(double rate, int bytes, int frames)
    {
        Sample(minRtt: 1, demand: rate * bytes, rate: rate, carries: 20_000_000);
        for (int i = 0; i < frames; i++)
        {
            Assert.False(_sampler.IsDue);
            _sampler.OnSending(bytes);
        }

        Assert.True(_sampler.IsDue);
    }

    [Theory]
    [InlineData(1, 200_000)]
    [InlineData(1, double.PositiveInfinity)]
    [InlineData(3, 100_000)]
    public void A_long_link_or_one_with_less_room_is_sampled_before_each_frame(int minRtt, double demand)
    {
        Sample(minRtt, demand);
        Assert.True(_sampler.IsDue);
    }

    [Fact]
    public void A_link_with_bytes_in_flight_is_sampled_before_each_frame()
    {
        Sample(minRtt: 1, demand: 100_000, inFlight: 10_000);
        Assert.True(_sampler.IsDue);
    }

    [Fact]
    public void A_send_that_takes_long_makes_a_sample_due()
    {
        Sample(minRtt: 1, demand: 100_000);
        _sampler.OnSending(3_000);
        _sampler.OnSent(TimeSpan.FromMilliseconds(4));
        Assert.False(_sampler.IsDue);
        _sampler.OnSent(TimeSpan.FromMilliseconds(6));
        Assert.True(_sampler.IsDue);
    }

    [Theory]
    [InlineData(3_000, 3)]
    [InlineData(9_000, 1)]
    [InlineData(30_000, 1)]
    public void Between_two_samples_arrival_is_checked_after_eight_kilobytes_of_small_frames(int bytes, int frames)
    {
        var probe = new FakeLinkProbe();
        Sample(minRtt: 1, demand: 30.0 * bytes, carries: 20_000_000);
        for (int i = 0; i < frames; i++)
        {
            Assert.False(_sampler.CheckArrival(probe));
            Assert.Equal(0, probe.Checks);
            _sampler.OnSending(bytes);
        }

        Assert.False(_sampler.CheckArrival(probe));
        Assert.Equal(1, probe.Checks);
    }

    [Fact]
    public void Large_frames_need_no_check_because_the_kernel_has_no_room_for_them()
    {
        var probe = new FakeLinkProbe();
        Sample(minRtt: 1, demand: 30 * 33_000, carries: 20_000_000);
        _sampler.OnSending(33_000);
        Assert.False(_sampler.CheckArrival(probe));
        Assert.Equal(0, probe.Checks);
    }

    [Theory]
    [InlineData(2 * 1460, false)]
    [InlineData((2 * 1460) + 1, true)]
    [InlineData(null, true)]
    public void More_than_two_packets_that_are_not_acknowledged_make_a_sample_due(int? unacknowledged, bool isDue)
    {
        Sample(minRtt: 1, demand: 30 * 9_000, carries: 20_000_000);
        _sampler.OnSending(9_000);
        Assert.Equal(isDue, _sampler.CheckArrival(new FakeLinkProbe { Unacknowledged = unacknowledged }));
    }

    [Theory]
    [InlineData(9_200, false)]
    [InlineData(18_000, true)]
    public void On_loopback_a_packet_is_a_frame_and_more_than_one_frame_makes_a_sample_due(int unacknowledged, bool isDue)
    {
        Sample(minRtt: 1, demand: 30 * 9_000, carries: 20_000_000, segment: 65_483);
        _sampler.OnSending(9_000);
        Assert.Equal(isDue, _sampler.CheckArrival(new FakeLinkProbe { Unacknowledged = unacknowledged }));
    }

    [Fact]
    public void A_short_link_that_small_frames_do_not_measure_is_sampled_twice_a_second()
    {
        var tcp = new TcpEstimator();
        tcp.TryObserve(TcpSamples.Of(minRtt: 1), false, TimeSpan.Zero, out _);
        _sampler.OnSampled(tcp, 30 * 1_000, 30, TimeSpan.FromMilliseconds(500));
        Assert.False(tcp.IsRateKnown);
        Assert.False(_sampler.IsDue);
    }

    /// <summary>Samples a link that has just carried a tenth of a second of bytes, and the two packets that pass at once.</summary>
    private void Sample(int minRtt, double demand, long inFlight = 0, double rate = 30, int carries = 1_000_000, int segment = 1460)
    {
        var tcp = new TcpEstimator();
        int bytes = (carries / 10) + (2 * 1460);
        var now = TimeSpan.FromMilliseconds(500);
        tcp.TryObserve(TcpSamples.Of(minRtt: minRtt) with { Segment = segment }, false, TimeSpan.Zero, out _);
        tcp.OnSending(new SentFrame(1, bytes, TimeSpan.Zero, TimeSpan.Zero));
        tcp.TryObserve(TcpSamples.Of(bytes, inFlight, busy: 100 + minRtt, minRtt) with { Segment = segment }, false, now, out _);
        Assert.Equal(carries, tcp.Rate, 1);
        _sampler.OnSampled(tcp, demand, rate, now);
    }
}
