using VideoStream.Tests.Support;
using VideoStream.Viewers;

namespace VideoStream.Tests.Viewers;

public sealed class WakeSignalTests
{
    private readonly WakeSignal _signal = new();

    [Fact]
    public async Task A_wait_after_a_set_returns_at_once_and_only_once()
    {
        _signal.Set();
        _signal.Set();
        Assert.True(_signal.WaitAsync().AsTask().IsCompleted);
        Task second = _signal.WaitAsync().AsTask();
        Assert.False(second.IsCompleted);
        _signal.Set();
        await Limit.Within(second);
    }

    [Fact]
    public async Task A_set_wakes_the_loop_that_waits()
    {
        Task waiting = _signal.WaitAsync().AsTask();
        Assert.False(waiting.IsCompleted);
        _signal.Set();
        await Limit.Within(waiting);
    }

    [Fact]
    public async Task No_set_is_lost_between_a_fast_setter_and_a_fast_loop()
    {
        const int rounds = 200_000;
        int produced = 0, seen = 0;
        Task loop = Task.Run(
            async () =>
            {
                while (seen < rounds)
                {
                    await _signal.WaitAsync();
                    seen = Volatile.Read(ref produced);
                }
            },
            TestContext.Current.CancellationToken);
        for (int i = 1; i <= rounds; i++)
        {
            Volatile.Write(ref produced, i);
            _signal.Set();
        }

        await Limit.Within(loop);
        Assert.Equal(rounds, seen);
    }

    [Fact]
    public async Task Who_stands_in_for_a_sleeping_loop_lets_it_sleep_on()
    {
        Task waiting = _signal.WaitAsync().AsTask();
        int worked = 0;
        for (int i = 0; i < 3; i++)
            _signal.RunInlineOrSignal(_ => ++worked > 0, 0);
        Assert.Equal((3, false), (worked, waiting.IsCompleted));
        _signal.Set();
        await Limit.Within(waiting);
    }

    [Fact]
    public async Task Work_that_leaves_something_to_do_wakes_the_loop()
    {
        Task waiting = _signal.WaitAsync().AsTask();
        _signal.RunInlineOrSignal(_ => false, 0);
        await Limit.Within(waiting);
        Assert.False(_signal.WaitAsync().AsTask().IsCompleted);
    }

    [Fact]
    public async Task A_set_while_work_runs_inline_wakes_the_loop()
    {
        Task waiting = _signal.WaitAsync().AsTask();
        _signal.RunInlineOrSignal(
            _ =>
            {
                _signal.Set();
                Assert.False(waiting.IsCompleted);
                return true;
            },
            0);
        await Limit.Within(waiting);
    }

    [Fact]
    public async Task What_the_work_throws_the_loop_gets_and_can_wait_again()
    {
        Task waiting = _signal.WaitAsync().AsTask();
        _signal.RunInlineOrSignal<int>(_ => throw new IOException("gone"), 0);
        Assert.Equal("gone", (await Assert.ThrowsAsync<IOException>(() => Limit.Within(waiting))).Message);
        Task again = _signal.WaitAsync().AsTask();
        Assert.False(again.IsCompleted);
        _signal.Set();
        await Limit.Within(again);
    }

    [Fact]
    public void Work_does_not_run_inline_while_the_loop_is_awake()
    {
        _signal.RunInlineOrSignal<int>(_ => throw new InvalidOperationException("the loop is not asleep"), 0);
        Assert.True(_signal.WaitAsync().AsTask().IsCompleted);
    }

    [Fact]
    public async Task Loop_and_stand_ins_never_work_at_once_and_all_work_is_done()
    {
        const int rounds = 100_000, callers = 3;
        int asked = 0, done = 0, working = 0;
        bool Work()
        {
            Assert.Equal(1, Interlocked.Increment(ref working));
            done = Volatile.Read(ref asked);
            Assert.Equal(0, Interlocked.Decrement(ref working));
            return done % 3 > 0;
        }

        Task loop = Task.Run(
            async () =>
            {
                while (done < rounds * callers)
                {
                    Work();
                    if (done < rounds * callers)
                        await _signal.WaitAsync();
                }
            },
            TestContext.Current.CancellationToken);
        await Limit.Within(Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(
            () =>
            {
                for (int i = 0; i < rounds; i++)
                {
                    Interlocked.Increment(ref asked);
                    _signal.RunInlineOrSignal(_ => Work(), 0);
                }
            },
            TestContext.Current.CancellationToken))));
        _signal.Set();
        await Limit.Within(loop);
        Assert.Equal(rounds * callers, done);
    }
}
