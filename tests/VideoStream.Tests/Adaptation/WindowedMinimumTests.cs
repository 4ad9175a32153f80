using VideoStream.Adaptation;

namespace VideoStream.Tests.Adaptation;

public sealed class WindowedMinimumTests
{
    private readonly WindowedMinimum _minimum = new();

    [Fact]
    public void Value_before_the_first_is_zero()
    {
        Assert.Equal(TimeSpan.Zero, _minimum.Value);
    }

    [Fact]
    public void Value_is_the_smallest_of_the_last_seconds()
    {
        Add(20, atSecond: 0);
        Add(5, atSecond: 1);
        Add(30, atSecond: 2);
        Assert.Equal(TimeSpan.FromMilliseconds(5), _minimum.Value);
        Add(30, atSecond: 6);
        Assert.Equal(TimeSpan.FromMilliseconds(5), _minimum.Value);
        Add(40, atSecond: 11);
        Assert.Equal(TimeSpan.FromMilliseconds(30), _minimum.Value);
    }

    private void Add(double milliseconds, double atSecond) =>
        _minimum.Add(TimeSpan.FromMilliseconds(milliseconds), TimeSpan.FromSeconds(atSecond));
}
