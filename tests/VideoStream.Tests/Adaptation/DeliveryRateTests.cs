using VideoStream.Adaptation;

namespace VideoStream.Tests.Adaptation;

public sealed class DeliveryRateTests
{
    private readonly DeliveryRate _rate = new();

    [Fact]
    public void BytesPerSecond_while_unknown_or_without_time_is_infinite()
    {
        Assert.Equal(double.PositiveInfinity, _rate.BytesPerSecond);
        _rate.Add(1000, TimeSpan.FromMilliseconds(-1));
        Assert.Equal(double.PositiveInfinity, _rate.BytesPerSecond);
        Assert.True(_rate.IsKnown);
    }

    [Fact]
    public void One_slow_delivery_weighs_more_than_many_fast_ones()
    {
        for (int i = 0; i < 100; i++)
            _rate.Add(10_000, TimeSpan.FromMilliseconds(5));
        Assert.Equal(2_000_000, _rate.BytesPerSecond, 1);
        _rate.Add(10_000, TimeSpan.FromMilliseconds(500));
        Assert.InRange(_rate.BytesPerSecond, 20_000, 50_000);
    }

    [Fact]
    public void A_faster_link_is_measured_after_some_dozens_of_deliveries()
    {
        _rate.Add(10_000, TimeSpan.FromMilliseconds(500));
        for (int i = 0; i < 60; i++)
            _rate.Add(10_000, TimeSpan.FromMilliseconds(5));
        Assert.InRange(_rate.BytesPerSecond, 1_500_000, 2_000_000);
    }
}
