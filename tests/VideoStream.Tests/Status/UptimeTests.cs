using Microsoft.Extensions.Time.Testing;
using VideoStream.Status;
using VideoStream.Tests.Support;

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

    [Theory]
    [InlineData(30)]
    [InlineData(-1 / 24.0)]
    public async Task It_stays_right_when_the_clock_is_set(double days)
    {
        var time = new SettableTime();
        var uptime = new Uptime(time);
        await uptime.StartAsync(TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(90));
        time.SetClock(time.GetUtcNow().AddDays(days));
        Assert.Equal(TimeSpan.FromSeconds(90), uptime.Elapsed);
    }
}
