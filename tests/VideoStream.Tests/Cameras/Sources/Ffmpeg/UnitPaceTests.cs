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
