using VideoStream.Adaptation;

namespace VideoStream.Tests.Adaptation;

public sealed class WindowedMaximumTests
{
    [Fact]
    public void Value_is_the_largest_of_the_last_seconds()
    {
        var maximum = new WindowedMaximum();
        Assert.Equal(0, maximum.Value);
        maximum.Add(5, TimeSpan.FromSeconds(0));
        maximum.Add(2, TimeSpan.FromSeconds(1));
        maximum.Add(1, TimeSpan.FromSeconds(3));
        Assert.Equal(5, maximum.Value);
        maximum.Add(1, TimeSpan.FromSeconds(5.5));
        Assert.Equal(1, maximum.Value);
    }
}
