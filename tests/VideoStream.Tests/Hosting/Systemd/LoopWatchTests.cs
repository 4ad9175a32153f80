using Microsoft.Extensions.Logging.Abstractions;
using VideoStream.Hosting;
using VideoStream.Hosting.Systemd;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Hosting.Systemd;

public sealed class LoopWatchTests
{
    private readonly ObservedTime _time = new();
    private LoopProgress _progress = new(1, HasWork: true);

    [Theory]
    [InlineData(1, 15)]
    [InlineData(10, 2)]
    [InlineData(40, 1)]
    public void A_loop_with_work_and_no_step_hangs_after_15_s_of_checks(int seconds, int allowed)
    {
        var watch = new LoopWatch(TimeSpan.FromSeconds(seconds));
        SupervisedLoop[] loops = [Loop("other", () => default), Loop("front", () => _progress)];

        for (int i = 0; i < allowed; i++)
            Assert.Empty(watch.Check(loops));
        Assert.Equal(["front"], watch.Check(loops));

        _progress = _progress with { Steps = 2 };
        Assert.Empty(watch.Check(loops));
    }

    [Fact]
    public void A_loop_that_waits_for_work_does_not_hang_and_has_its_whole_time_afterwards()
    {
        var watch = new LoopWatch(TimeSpan.FromSeconds(15));
        SupervisedLoop[] loops = [Loop("front", () => _progress)];
        Assert.Empty(watch.Check(loops));
        _progress = _progress with { HasWork = false };
        for (int i = 0; i < 10; i++)
            Assert.Empty(watch.Check(loops));
        _progress = _progress with { HasWork = true };
        Assert.Empty(watch.Check(loops));
        Assert.Equal(["front"], watch.Check(loops));
    }

    [Fact]
    public async Task A_loop_that_failed_is_left_to_its_supervisor()
    {
        using var stop = new CancellationTokenSource();
        var watch = new LoopWatch(TimeSpan.FromSeconds(15));
        SupervisedLoop loop = Loop("front", () => _progress);
        Task running = loop.RunAsync(stop.Token);
        await _time.NextWaitAsync();
        for (int i = 0; i < 10; i++)
            Assert.Empty(watch.Check([loop]));
        await stop.CancelAsync();
        await Limit.Within(running);
    }

    /// <summary>A restart would not make a file readable, and would end all viewers.</summary>
    [Fact]
    public void A_loop_that_knows_what_it_waits_for_is_left_to_the_health_check()
    {
        var watch = new LoopWatch(TimeSpan.FromSeconds(15));
        SupervisedLoop[] loops = [Loop("configuration", () => _progress, () => "a file hangs")];
        for (int i = 0; i < 10; i++)
            Assert.Empty(watch.Check(loops));
    }

    [Fact]
    public void A_loop_whose_progress_is_unknown_does_not_hang()
    {
        var watch = new LoopWatch(TimeSpan.FromSeconds(15));
        SupervisedLoop[] loops = [Loop("front", null)];
        for (int i = 0; i < 10; i++)
            Assert.Empty(watch.Check(loops));
    }

    /// <summary>A loop that fails as soon as it runs.</summary>
    private SupervisedLoop Loop(string name, Func<LoopProgress>? progress, Func<string?>? hang = null) => new(
        name,
        _ => throw new InvalidOperationException("bug"),
        _time,
        new FixedRandom(0),
        NullLogger<SupervisedLoop>.Instance)
    {
        Progress = progress,
        Hang = hang,
    };
}
