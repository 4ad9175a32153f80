using Microsoft.Extensions.Time.Testing;
using VideoStream.Status;

namespace VideoStream.Tests.Status;

public sealed class UptimeTests
{
    [Fact]
    public async Task It_counts_from_the_start_of_the_host()
    {
        var time = new FakeTimeProvider();
        var uptime = new Uptime(time);
        time.Advance(TimeSpan.FromMinutes(1));
        await uptime.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(TimeSpan.Zero, uptime.Elapsed);

        time.Advance(TimeSpan.FromSeconds(90));
        Assert.Equal(TimeSpan.FromSeconds(90), uptime.Elapsed);
    }
}
