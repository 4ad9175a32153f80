using Microsoft.Extensions.Time.Testing;
using VideoStream.Hosting;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Hosting;

public sealed class BackgroundLoopsTests
{
    /// <summary>If the second call returned at once, its caller would dispose what the first is about to cancel.</summary>
    [Fact]
    public async Task Two_calls_of_StopAsync_at_once_both_end_when_all_loops_have_ended()
    {
        var time = new FakeTimeProvider();
        using var cameras = new ConfiguredCameras(time, "Cameras:main:Source=test");
        BackgroundLoops loops = Loops.Of(cameras, new ScriptedReaders { OnDemand = true }, time);
        await loops.StartAsync(TestContext.Current.CancellationToken);

        Task first = loops.StopAsync(CancellationToken.None), second = loops.StopAsync(CancellationToken.None);

        Assert.Same(first, second);
        await Limit.Within(second);
        loops.Dispose();
    }

    /// <summary>By this the watchdog sees that it does not hang.</summary>
    [Theory]
    [InlineData("viewers, once a second")]
    [InlineData("configuration")]
    public async Task A_loop_without_a_camera_takes_steps_by_the_clock(string name)
    {
        var time = new FakeTimeProvider();
        using var cameras = new ConfiguredCameras(time, "Cameras:main:Source=test");
        using BackgroundLoops loops = Loops.Of(cameras, new ScriptedReaders { OnDemand = true }, time);
        await loops.StartAsync(TestContext.Current.CancellationToken);

        SupervisedLoop loop = Assert.Single(loops.Loops, other => other.Name == name);
        Assert.True(loop.Progress!().HasWork);
        for (int steps = 1; steps <= 2; steps++)
        {
            Limit.Until(() =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return loop.Progress!().Steps >= steps;
            });
        }

        await Limit.Within(loops.StopAsync(CancellationToken.None));
    }

    /// <summary>Without a frame that waits, there is nothing to do for the loop between a camera and its variants.</summary>
    [Fact]
    public async Task A_dispatcher_has_work_only_while_a_frame_waits()
    {
        var time = new FakeTimeProvider();
        using var cameras = new ConfiguredCameras(time, "Cameras:main:Source=test");
        using BackgroundLoops loops = Loops.Of(cameras, new ScriptedReaders { OnDemand = true }, time);
        await loops.StartAsync(TestContext.Current.CancellationToken);
        SupervisedLoop dispatcher = Assert.Single(loops.Loops, loop => loop.Name == "dispatcher of camera main");
        Assert.Equal(new LoopProgress(0, HasWork: false), dispatcher.Progress!());
        await Limit.Within(loops.StopAsync(CancellationToken.None));
    }
}
