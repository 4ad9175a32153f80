using VideoStream.Cameras;

namespace VideoStream.Tests.Cameras;

public sealed class ReopenDelayTests
{
    private readonly ReopenDelay _delay = new();

    [Fact]
    public void Next_doubles_from_one_second_to_thirty()
    {
        Assert.Equal([1, 2, 4, 8, 16, 30, 30, 30], Enumerable.Range(0, 8).Select(_ => _delay.Next().TotalSeconds));
    }

    [Fact]
    public void Reset_begins_anew()
    {
        for (int i = 0; i < 5; i++)
            _delay.Next();

        _delay.Reset();

        Assert.Equal([1, 2], Enumerable.Range(0, 2).Select(_ => _delay.Next().TotalSeconds));
    }
}
