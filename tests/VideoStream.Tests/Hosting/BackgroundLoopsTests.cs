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
    [Fact]
    public async Task The_loop_of_all_viewers_takes_steps_by_the_clock()
    {
        var time = new FakeTimeProvider();
        using var cameras = new ConfiguredCameras(time, "Cameras:main:Source=test");
        using BackgroundLoops loops = Loops.Of(cameras, new ScriptedReaders { OnDemand = true }, time);
        await loops.StartAsync(TestContext.Current.CancellationToken);

        SupervisedLoop viewers = Assert.Single(loops.Loops, loop => loop.Progress?.Invoke().HasWork == true);
        Assert.Equal("viewers, once a second", viewers.Name);
        for (int steps = 1; steps <= 2; steps++)
        {
            Limit.Until(() =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return viewers.Progress!().Steps >= steps;
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
