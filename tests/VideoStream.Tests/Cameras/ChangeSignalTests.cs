using VideoStream.Cameras;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras;

public sealed class ChangeSignalTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ObservedTime _time = new();
    private readonly ChangeSignal _signal;

    public ChangeSignalTests()
    {
        _signal = new ChangeSignal(_time);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Any_number_of_changes_before_a_wait_wake_it_once()
    {
        _signal.Set();
        _signal.Set();
        await Limit.Within(_signal.WaitAsync(Cancelled));
        Task second = _signal.WaitAsync(Cancelled);
        Assert.False(second.IsCompleted);
        _signal.Set();
        await Limit.Within(second);
    }

    [Fact]
    public async Task A_wait_with_a_limit_ends_with_a_change_and_consumes_it()
    {
        Task waiting = _signal.WaitAsync(Second, Cancelled);
        _signal.Set();
        await Limit.Within(waiting);
        Assert.False(_signal.WaitAsync(Cancelled).IsCompleted);
    }

    [Theory]
    [InlineData(1000, 1000)]
    [InlineData(0.2, 1)]
    [InlineData(-5, 0)]
    public async Task A_wait_with_a_limit_ends_with_the_time_rounded_up(double milliseconds, int waited)
    {
        Task waiting = _signal.WaitAsync(TimeSpan.FromMilliseconds(milliseconds), Cancelled);
        if (waited > 0)
        {
            Assert.False(waiting.IsCompleted);
            Assert.Equal(TimeSpan.FromMilliseconds(waited), await _time.NextWaitAsync());
            _time.Advance(TimeSpan.FromMilliseconds(waited));
        }

        await Limit.Within(waiting);
    }

    [Fact]
    public async Task A_wait_for_a_task_ends_with_the_task()
    {
        var task = new TaskCompletionSource();
        Task waiting = _signal.WaitAsync(Second, task.Task, Cancelled);
        Assert.False(waiting.IsCompleted);
        task.SetResult();
        await Limit.Within(waiting);
    }

    [Fact]
    public async Task A_wait_that_is_cancelled_throws()
    {
        using var cancel = new CancellationTokenSource();
        Task[] waits = [_signal.WaitAsync(Second, cancel.Token), _signal.WaitAsync(Second, new TaskCompletionSource().Task, cancel.Token)];
        await cancel.CancelAsync();
        foreach (Task wait in waits)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Limit.Within(wait));
    }
}
