using VideoStream.Cameras.Sources;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources;

public sealed class PlaybackClockTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(40);

    private readonly ObservedTime _time = new();
    private readonly PlaybackClock _clock;

    public PlaybackClockTests()
    {
        _clock = new PlaybackClock(_time);
    }

    [Fact]
    public async Task WaitForNext_returns_at_once_for_the_first_frame_and_then_once_an_interval()
    {
        Assert.Equal([Interval, Interval, Interval], await _time.RunAsync(() => Wait(4)));
    }

    [Fact]
    public async Task WaitForNext_makes_up_for_the_time_that_a_frame_took()
    {
        await _time.RunAsync(() => Wait(1));
        _time.Advance(TimeSpan.FromMilliseconds(30));
        Assert.Equal([TimeSpan.FromMilliseconds(10)], await _time.RunAsync(() => Wait(1)));
    }

    [Fact]
    public async Task WaitForNext_that_is_a_little_behind_catches_up_and_keeps_the_rate()
    {
        await _time.RunAsync(() => Wait(1));
        _time.Advance(TimeSpan.FromMilliseconds(100));

        // Due at 40 and 80, which are past, then at 120.
        Assert.Equal([TimeSpan.FromMilliseconds(20)], await _time.RunAsync(() => Wait(3)));
    }

    [Fact]
    public async Task WaitForNext_that_is_far_behind_continues_from_now()
    {
        await _time.RunAsync(() => Wait(1));
        _time.Advance(TimeSpan.FromHours(8));

        Assert.Equal([Interval, Interval], await _time.RunAsync(() => Wait(3)));
    }

    [Fact]
    public async Task WaitForNext_at_a_rate_that_is_no_whole_number_of_milliseconds_is_exact_in_the_long_run()
    {
        long started = _time.GetTimestamp();
        await _time.RunAsync(() =>
        {
            for (int i = 0; i <= 300; i++)
                _clock.WaitForNext(TimeSpan.FromSeconds(1) / 30, TestContext.Current.CancellationToken);
        });

        Assert.Equal(10_000, _time.GetElapsedTime(started).TotalMilliseconds, 1.0);
    }

    [Fact]
    public async Task Restart_makes_the_next_frame_due_at_once()
    {
        await _time.RunAsync(() => Wait(1));
        _clock.Restart();

        Assert.Equal([Interval], await _time.RunAsync(() => Wait(2)));
    }

    private void Wait(int frames)
    {
        for (int i = 0; i < frames; i++)
            _clock.WaitForNext(Interval, TestContext.Current.CancellationToken);
    }
}
