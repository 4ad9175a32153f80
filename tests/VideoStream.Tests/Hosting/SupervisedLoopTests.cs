using Microsoft.Extensions.Logging;
using VideoStream.Hosting;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Hosting;

public sealed class SupervisedLoopTests : IDisposable
{
    private readonly ObservedTime _time = new();
    private readonly ListLogger<SupervisedLoop> _log = new();
    private readonly CancellationTokenSource _stop = new();
    private int _runs;

    public void Dispose() => _stop.Dispose();

    [Fact]
    public async Task A_failing_loop_is_logged_and_restarted_after_growing_delays()
    {
        SupervisedLoop loop = Loop(run => run <= 2 ? throw new InvalidOperationException("bug " + run) : null);
        Task running = loop.RunAsync(_stop.Token);

        Assert.Equal(TimeSpan.FromSeconds(1), await _time.NextWaitAsync());
        Assert.Equal("the loop front failed: InvalidOperationException, see the log; restarting", loop.Problem);
        Assert.Equal(1, _runs);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.FromSeconds(2), await _time.NextWaitAsync());
        Assert.NotNull(loop.Problem);
        Assert.Equal(2, _runs);
        _time.Advance(TimeSpan.FromSeconds(2));

        Limit.Until(() => _runs == 3);
        Assert.Null(loop.Problem);
        Assert.Equal((LogLevel.Critical, "The loop front failed; restarting it in 1 s"), await _log.NextAsync());
        Assert.Equal((LogLevel.Critical, "The loop front failed; restarting it in 2 s"), await _log.NextAsync());
        Assert.Equal(["bug 1", "bug 2"], _log.Exceptions.Select(e => e.Message));
        await EndAsync(running);
        Assert.Empty(_log.Rest());
    }

    [Fact]
    public async Task Delays_grow_to_thirty_seconds_and_are_reset_after_a_longer_run()
    {
        SupervisedLoop loop = Loop(run =>
        {
            if (run == 8)
                _time.Advance(TimeSpan.FromSeconds(31));
            throw new InvalidOperationException("bug");
        });
        Task running = loop.RunAsync(_stop.Token);
        var delays = new List<double>();
        for (int i = 0; i < 8; i++)
        {
            TimeSpan delay = await _time.NextWaitAsync();
            delays.Add(delay.TotalSeconds);
            if (i < 7)
                _time.Advance(delay);
        }

        Assert.Equal([1, 2, 4, 8, 16, 30, 30, 1], delays);
        await EndAsync(running);
    }

    [Fact]
    public async Task A_loop_that_returns_or_is_cancelled_by_another_token_has_failed()
    {
        using var other = new CancellationTokenSource();
        await other.CancelAsync();
        SupervisedLoop loop = Loop(run => run switch
        {
            1 => Task.CompletedTask,
            2 => Task.FromCanceled(other.Token),
            _ => null,
        });
        Task running = loop.RunAsync(_stop.Token);
        await _time.PassNextWaitAsync();
        await _time.PassNextWaitAsync();
        Limit.Until(() => _runs == 3);
        Assert.Equal(2, _log.Exceptions.Count);
        await EndAsync(running);
    }

    [Fact]
    public async Task Cancellation_ends_the_wait_for_a_restart()
    {
        SupervisedLoop loop = Loop(_ => throw new InvalidOperationException("bug"));
        Task running = loop.RunAsync(_stop.Token);
        await _time.NextWaitAsync();
        await EndAsync(running);
        Assert.Equal(1, _runs);
    }

    /// <summary>A loop with one task for each run, from 1; null for a run that lasts until cancelled.</summary>
    private SupervisedLoop Loop(Func<int, Task?> run) => new(
        "front", token => run(Interlocked.Increment(ref _runs)) ?? Task.Delay(Timeout.Infinite, token), _time, new FixedRandom(0), _log);

    private async Task EndAsync(Task running)
    {
        await _stop.CancelAsync();
        await Limit.Within(running);
    }
}
