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
            // One tick at a time: a timer that is late has only one.
            for (int tick = 1; tick <= 12; tick++)
            {
                Assert.Equal(minute - 1, trimmer.Trims);
                time.Advance(TimeSpan.FromSeconds(5));
                int checks = ((minute - 1) * 12) + tick;
                Limit.Until(() => trimmer.Checks == checks);
            }

            Assert.Equal(minute, trimmer.Trims);
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Limit.Within(running));
    }
}
