using VideoStream.Cameras.Sources.Nats;

namespace VideoStream.Tests.Cameras.Sources.Nats;

public sealed class ClockOffsetTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    private readonly ClockOffset _offset = new();

    [Fact]
    public void Value_NoAnswer_IsZero()
    {
        Assert.Equal(TimeSpan.Zero, _offset.Value);
    }

    [Fact]
    public void Value_OneAnswer_IsFromHalfWay()
    {
        _offset.Add(Noon, Noon.AddMilliseconds(1005), TimeSpan.FromMilliseconds(10));

        Assert.Equal(TimeSpan.FromMilliseconds(1000), _offset.Value);
    }

    [Fact]
    public void Add_SaysOnceThatAClockWasSet()
    {
        TimeSpan roundTrip = TimeSpan.FromMilliseconds(10);
        bool[] wasSet = [.. new[] { 0, 3, 7000, 7003 }.Select(offset => _offset.Add(Noon, Noon.AddMilliseconds(offset), roundTrip))];
        Assert.Equal([false, false, true, false], wasSet);
    }

    [Fact]
    public void Value_SlowAnswers_TheQuickestCounts()
    {
        _offset.Add(Noon, Noon.AddMilliseconds(400), TimeSpan.FromMilliseconds(100));
        _offset.Add(Noon, Noon.AddMilliseconds(301), TimeSpan.FromMilliseconds(2));
        _offset.Add(Noon, Noon.AddMilliseconds(600), TimeSpan.FromMilliseconds(500));

        Assert.Equal(TimeSpan.FromMilliseconds(300), _offset.Value);
    }

    [Fact]
    public void Value_ClockThatWasSet_IsFollowedWhenOldAnswersAreGone()
    {
        _offset.Add(Noon, Noon, TimeSpan.Zero);
        for (int i = 0; i < 8; i++)
            _offset.Add(Noon, Noon.AddSeconds(7), TimeSpan.Zero);

        Assert.Equal(TimeSpan.FromSeconds(7), _offset.Value);
    }
}
