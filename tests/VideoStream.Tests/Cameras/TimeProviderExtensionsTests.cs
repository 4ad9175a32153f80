using VideoStream.Cameras;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras;

public sealed class TimeProviderExtensionsTests
{
    private readonly ObservedTime _time = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Ticks_are_those_of_the_time_provider()
    {
        Assert.Equal(_time.TimestampFrequency * 3 / 2, _time.Ticks(TimeSpan.FromSeconds(1.5)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(-1_000_000_000)]
    public async Task WaitUntil_a_past_time_returns_at_once(int offset)
    {
        Assert.Empty(await _time.RunAsync(() => _time.WaitUntil(_time.GetTimestamp() + offset, Cancellation)));
    }

    [Theory]
    [InlineData(400_000, 40)]
    [InlineData(400_001, 41)]
    [InlineData(1, 1)]
    [InlineData(300_000_000, 30_000)]
    public async Task WaitUntil_waits_up_to_a_millisecond_too_long_and_never_too_short(long ticks, int milliseconds)
    {
        long due = _time.GetTimestamp() + ticks;
        Assert.Equal([TimeSpan.FromMilliseconds(milliseconds)], await _time.RunAsync(() => _time.WaitUntil(due, Cancellation)));
    }

    [Fact]
    public async Task WaitUntil_that_is_cancelled_throws()
    {
        using var cancel = new CancellationTokenSource();
        Task waiting = OwnThread.Run(() => _time.WaitUntil(_time.GetTimestamp() + 1_000_000, cancel.Token));
        await _time.NextWaitAsync();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Limit.Within(waiting));
    }

    [Fact]
    public void WaitUntil_with_a_cancelled_token_throws_even_for_a_past_time()
    {
        Assert.ThrowsAny<OperationCanceledException>(() => _time.WaitUntil(0, new CancellationToken(canceled: true)));
    }
}
