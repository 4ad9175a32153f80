using Microsoft.Extensions.Diagnostics.HealthChecks;
using VideoStream.Cameras;
using VideoStream.Hosting;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Hosting;

public sealed class LoopsHealthCheckTests
{
    [Fact]
    public async Task A_bug_in_a_reader_is_unhealthy_until_the_restart_makes_the_camera_live()
    {
        var time = new ObservedTime(TestFrames.CapturedAt);
        using var cameras = new ConfiguredCameras(time, "Cameras:main:Source=test");
        int created = 0;
        var readers = new ScriptedReaders
        {
            Make = _ => Interlocked.Increment(ref created) == 1 ? throw new InvalidOperationException("bug") : new ScriptedReader(),
        };
        using BackgroundLoops loops = Loops.Of(cameras, readers, time);
        var check = new LoopsHealthCheck(loops);
        Camera camera = cameras.Cameras.All.Single();

        await loops.StartAsync(TestContext.Current.CancellationToken);
        Limit.Until(() => Check(check).Status == HealthStatus.Unhealthy);
        Assert.Equal(
            [
                new(
                    "supervisor of camera main",
                    "the loop supervisor of camera main failed: InvalidOperationException, see the log; restarting"),
            ],
            Check(check).Data);
        Assert.Equal(CameraState.Lost, camera.Status.State);

        Limit.Until(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(10));
            return readers.Connections == 1;
        });
        readers.Newest.Deliver();
        Limit.Until(() => camera.Status.State == CameraState.Live);
        Assert.Equal(HealthStatus.Healthy, Check(check).Status);
        await Limit.Within(loops.StopAsync(CancellationToken.None));
    }

    private static HealthCheckResult Check(LoopsHealthCheck check) =>
        check.CheckHealthAsync(new HealthCheckContext(), CancellationToken.None).Result;
}
