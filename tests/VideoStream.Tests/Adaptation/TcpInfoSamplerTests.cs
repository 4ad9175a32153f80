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
    [InlineData(60, 32_000, 4)]
    [InlineData(30, 1_000, 4)]
    public void A_short_link_with_ample_room_is_sampled_twice_a_second_and_more_often_for_small_frames(double rate, int bytes, int frames)
    {
        Sample(minRtt: 1, demand: rate * bytes, rate: rate, carries: 20_000_000);
        for (int i = 0; i < frames; i++)
        {
            Assert.False(_sampler.IsDue);
            _sampler.OnSending();
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
        _sampler.OnSending();
        _sampler.OnSent(TimeSpan.FromMilliseconds(4));
        Assert.False(_sampler.IsDue);
        _sampler.OnSent(TimeSpan.FromMilliseconds(6));
        Assert.True(_sampler.IsDue);
    }

    /// <summary>Samples a link that has just carried a tenth of a second of bytes, and the two packets that pass at once.</summary>
    private void Sample(int minRtt, double demand, long inFlight = 0, double rate = 30, int carries = 1_000_000)
    {
        var tcp = new TcpEstimator();
        int bytes = (carries / 10) + (2 * 1460);
        var now = TimeSpan.FromMilliseconds(500);
        tcp.TryObserve(TcpSamples.Of(minRtt: minRtt), false, TimeSpan.Zero, out _);
        tcp.OnSending(new SentFrame(1, bytes, TimeSpan.Zero, TimeSpan.Zero));
        tcp.TryObserve(TcpSamples.Of(bytes, inFlight, busy: 100 + minRtt, minRtt), false, now, out _);
        Assert.Equal(carries, tcp.Rate, 1);
        _sampler.OnSampled(tcp, demand, rate, now);
    }
}
