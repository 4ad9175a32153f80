using VideoStream.Adaptation;

namespace VideoStream.Tests.Adaptation;

public sealed class DeliveryRateTests
{
    private readonly DeliveryRate _rate = new();

    [Fact]
    public void BytesPerSecond_of_what_is_not_known_or_took_no_time_is_infinite()
    {
        Assert.Equal(double.PositiveInfinity, _rate.BytesPerSecond);
        _rate.Add(1000, TimeSpan.FromMilliseconds(-1));
        Assert.Equal(double.PositiveInfinity, _rate.BytesPerSecond);
        Assert.True(_rate.IsKnown);
    }

    [Fact]
    public void One_slow_delivery_tells_more_than_many_fast_ones()
    {
        for (int i = 0; i < 100; i++)
            _rate.Add(10_000, TimeSpan.FromMilliseconds(5));
        Assert.Equal(2_000_000, _rate.BytesPerSecond, 1);
        _rate.Add(10_000, TimeSpan.FromMilliseconds(500));
        Assert.InRange(_rate.BytesPerSecond, 20_000, 50_000);
    }

    [Fact]
    public void A_link_that_has_become_fast_is_known_after_a_dozen()
    {
        _rate.Add(10_000, TimeSpan.FromMilliseconds(500));
        for (int i = 0; i < 60; i++)
            _rate.Add(10_000, TimeSpan.FromMilliseconds(5));
        Assert.InRange(_rate.BytesPerSecond, 1_500_000, 2_000_000);
    }
}
