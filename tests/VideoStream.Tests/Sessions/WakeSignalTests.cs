using VideoStream.Sessions;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Sessions;

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
}
