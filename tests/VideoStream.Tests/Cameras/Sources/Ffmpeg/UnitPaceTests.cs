using VideoStream.Cameras.Sources.Ffmpeg;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources.Ffmpeg;

public sealed class UnitPaceTests
{
    private readonly ObservedTime _time = new();
    private readonly UnitPace _pace;

    public UnitPaceTests()
    {
        _pace = new UnitPace(_time, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Units_that_come_at_once_pass_at_the_rate_of_their_timestamps() =>
        Assert.Equal([40, 40, 60], await WaitsAsync(5000, 5040, 5080, 5140));

    [Fact]
    public async Task Units_after_a_late_one_keep_their_distance()
    {
        await WaitsAsync(0, 40);
        _time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal([40, 40], await WaitsAsync(80, 120, 160));
    }

    [Theory]
    [InlineData(7000)]
    [InlineData(10)]
    public async Task A_unit_whose_timestamp_does_not_follow_is_due_at_once(int next)
    {
        await WaitsAsync(4000, 4040);
        Assert.Equal([40], await WaitsAsync(next, next + 40));
    }

    [Fact]
    public async Task What_a_late_segment_added_to_the_delay_is_made_up_and_less_often_if_units_are_late_again()
    {
        int unit = 0;
        Assert.Equal(50, await LastWaitAsync(30));
        Assert.Equal(49, await LastWaitAsync(40));
        Assert.Equal(49, await LastWaitAsync(10));

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(50, await LastWaitAsync(100));
        Assert.Equal(49, await LastWaitAsync(40));

        async Task<double> LastWaitAsync(int seconds)
        {
            int[] units = [.. Enumerable.Range(unit, seconds * 20).Select(number => number * 50)];
            unit += units.Length;
            return (await WaitsAsync(units)).Last();
        }
    }

    private async Task<IEnumerable<double>> WaitsAsync(params int[] timestamps)
    {
        List<TimeSpan> waits = await _time.RunAsync(() =>
        {
            foreach (int timestamp in timestamps)
                _pace.WaitFor(timestamp, TestContext.Current.CancellationToken);
        });
        return waits.Select(wait => wait.TotalMilliseconds);
    }
}
