using VideoStream.Adaptation;

namespace VideoStream.Tests.Adaptation;

public sealed class TcpInfoSamplerTests
{
    private TcpInfoSampler _interval;

    [Fact]
    public void Nothing_is_known_before_the_first_look() => Assert.True(_interval.IsDue);

    [Theory]
    [InlineData(1, 50_000, 0)]
    [InlineData(3, 33_000, 1)]
    [InlineData(30, 33_000, 15)]
    [InlineData(60, 33_000, 16)]
    [InlineData(60, 32_000, 4)]
    [InlineData(30, 1_000, 4)]
    public void A_short_way_with_plenty_of_room_is_looked_at_twice_a_second_and_more_often_for_small_frames(double rate, int bytes, int frames)
    {
        Look(distance: 1, demand: rate * bytes, rate: rate, carries: 20_000_000);
        for (int i = 0; i < frames; i++)
        {
            Assert.False(_interval.IsDue);
            _interval.Sending();
        }

        Assert.True(_interval.IsDue);
    }

    [Theory]
    [InlineData(1, 200_000)]
    [InlineData(1, double.PositiveInfinity)]
    [InlineData(3, 100_000)]
    public void A_long_way_or_one_with_less_room_is_looked_at_before_each(int distance, double demand)
    {
        Look(distance, demand);
        Assert.True(_interval.IsDue);
    }

    [Fact]
    public void A_way_with_something_on_it_is_looked_at_before_each()
    {
        Look(distance: 1, demand: 100_000, outstanding: 10_000);
        Assert.True(_interval.IsDue);
    }

    [Fact]
    public void A_kernel_that_takes_a_frame_slowly_is_asked_again()
    {
        Look(distance: 1, demand: 100_000);
        _interval.Sending();
        _interval.Sent(TimeSpan.FromMilliseconds(4));
        Assert.False(_interval.IsDue);
        _interval.Sent(TimeSpan.FromMilliseconds(6));
        Assert.True(_interval.IsDue);
    }

    /// <summary>After bytes that a link has carried in a tenth of a second, and those that a pause lets pass.</summary>
    private void Look(int distance, double demand, long outstanding = 0, double rate = 30, int carries = 1_000_000)
    {
        var tcp = new TcpEstimator();
        var way = TimeSpan.FromMilliseconds(distance);
        int bytes = (carries / 10) + (2 * 1460);
        tcp.TryObserve(Snapshot(way, 0, 0, TimeSpan.Zero), TimeSpan.Zero, out _);
        tcp.Sent(new SentFrame(1, bytes, TimeSpan.Zero, TimeSpan.Zero));
        tcp.TryObserve(Snapshot(way, bytes, outstanding, TimeSpan.FromMilliseconds(100) + way), TimeSpan.FromMilliseconds(500), out _);
        Assert.Equal(carries, tcp.Rate, 1);
        _interval.Sampled(tcp, demand, rate, TimeSpan.FromMilliseconds(500));
    }

    private static TcpSnapshot Snapshot(TimeSpan way, long acknowledged, long outstanding, TimeSpan busy) => new()
    {
        Acknowledged = acknowledged,
        BytesInFlight = outstanding,
        Busy = busy,
        ReceiverLimited = TimeSpan.Zero,
        ShortestRoundTrip = way,
        Retransmitted = 0,
        Segment = 1460,
        InSlowStart = false,
    };
}
