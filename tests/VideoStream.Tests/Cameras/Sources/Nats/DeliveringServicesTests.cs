using Microsoft.Extensions.Time.Testing;
using VideoStream.Cameras.Sources.Nats;

namespace VideoStream.Tests.Cameras.Sources.Nats;

public sealed class DeliveringServicesTests
{
    [Fact]
    public void A_service_counts_for_ten_seconds_after_its_last_frame()
    {
        var time = new FakeTimeProvider();
        var services = new DeliveringServices(time);
        Assert.False(services.Has(1));
        services.Add(1);
        time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.True(services.Has(1));
        Assert.False(services.Has(2));
        services.Add(1);
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.False(services.Has(1));
        services.Add(1);
        Assert.True(services.Has(1));
    }
}
