using Microsoft.Extensions.Time.Testing;
using VideoStream.Hosting;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Hosting;

public sealed class MemoryTrimmerTests
{
    [Fact]
    public async Task Memory_is_returned_once_a_minute_until_the_stop()
    {
        var time = new FakeTimeProvider();
        var trimmer = new MemoryTrimmer(time);
        using var stop = new CancellationTokenSource();
        Task running = trimmer.RunAsync(stop.Token);
        for (int minute = 1; minute <= 3; minute++)
        {
            time.Advance(TimeSpan.FromSeconds(59));
            Assert.Equal(minute - 1, trimmer.Trims);
            time.Advance(TimeSpan.FromSeconds(1));
            Limit.Until(() => trimmer.Trims == minute);
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Limit.Within(running));
    }
}
