using VideoStream.Hosting;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Hosting;

public sealed class LoopMetricsTests
{
    [Fact]
    public async Task A_loop_that_waits_for_its_restart_is_counted()
    {
        var time = new ObservedTime(TestFrames.CapturedAt);
        using var cameras = new ConfiguredCameras(time, "Cameras:main:Source=test");
        var readers = new ScriptedReaders { Make = _ => throw new InvalidOperationException("bug") };
        using BackgroundLoops loops = Loops.Of(cameras, readers, time);
        using var meters = new TestMeters();
        _ = new LoopMetrics(loops, meters);
        Assert.Equal(0, meters.Value("videostream.loop.failed"));

        await loops.StartAsync(TestContext.Current.CancellationToken);
        Limit.Until(() => meters.Value("videostream.loop.failed") == 1);
        await Limit.Within(loops.StopAsync(CancellationToken.None));
    }
}
