using VideoStream.Tests.Support;
using VideoStream.Transports.WebSockets;

namespace VideoStream.Tests.Transports.WebSockets;

public sealed class WriteTurnTests
{
    private readonly WriteTurn _turn = new();

    [Fact]
    public void A_turn_is_taken_by_one()
    {
        Assert.True(_turn.TryTake());
        Assert.False(_turn.TryTake());
        _turn.Release();
        Assert.True(_turn.TryTake());
    }

    [Fact]
    public async Task Those_who_wait_get_the_turn_one_after_the_other()
    {
        await _turn.TakeAsync();
        Task second = _turn.TakeAsync(), third = _turn.TakeAsync();
        Assert.False(second.IsCompleted);
        _turn.Release();
        await Limit.Within(Task.WhenAny(second, third));
        Assert.NotEqual(second.IsCompleted, third.IsCompleted);
        Assert.False(_turn.TryTake());
        _turn.Release();
        await Limit.Within(Task.WhenAll(second, third));
        _turn.Release();
        Assert.True(_turn.TryTake());
    }

    [Fact]
    public async Task Many_writers_never_meet()
    {
        int writing = 0, met = 0, written = 0;

        async Task WriteAsync()
        {
            await Task.Yield();
            for (int i = 0; i < 1000; i++)
            {
                if (i % 2 == 0 || !_turn.TryTake())
                    await _turn.TakeAsync();
                if (Interlocked.Increment(ref writing) != 1)
                    Interlocked.Increment(ref met);
                written++;
                Interlocked.Decrement(ref writing);
                _turn.Release();
            }
        }

        await Limit.Within(Task.WhenAll(WriteAsync(), WriteAsync(), WriteAsync(), WriteAsync()));
        Assert.Equal((0, 4000), (met, written));
    }
}
