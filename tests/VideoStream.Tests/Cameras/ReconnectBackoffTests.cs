using VideoStream.Cameras;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras;

public sealed class ReconnectBackoffTests
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(0.5), Longest = TimeSpan.FromSeconds(10);

    private static readonly double[] Doubling = [0.5, 1, 2, 4, 8, 10, 10, 10];

    [Fact]
    public void Next_doubles_from_the_shortest_to_the_longest()
    {
        Assert.Equal(Doubling, Seconds(new ReconnectBackoff(Shortest, Longest, new FixedRandom(0)), 8));
    }

    [Fact]
    public void Next_is_shortened_by_up_to_a_quarter_and_never_below_the_shortest()
    {
        Assert.Equal([0.5, 0.75, 1.5, 3, 6, 7.5, 7.5, 7.5], Seconds(new ReconnectBackoff(Shortest, Longest, new FixedRandom(1)), 8));
    }

    [Fact]
    public void Next_differs_between_cameras()
    {
        double[] one = Seconds(new ReconnectBackoff(Shortest, Longest, new Random(1)), 8);
        double[] other = Seconds(new ReconnectBackoff(Shortest, Longest, new Random(2)), 8);
        Assert.NotEqual(one, other);
    }

    [Fact]
    public void Reset_starts_again_from_the_shortest()
    {
        var delay = new ReconnectBackoff(Shortest, Longest, new FixedRandom(0));
        Seconds(delay, 5);

        delay.Reset();

        Assert.Equal([0.5, 1], Seconds(delay, 2));
    }

    [Fact]
    public void Equal_bounds_give_equal_delays()
    {
        Assert.Equal([0.5, 0.5, 0.5], Seconds(new ReconnectBackoff(Shortest, Shortest, new FixedRandom(1)), 3));
    }

    private static double[] Seconds(ReconnectBackoff delay, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => delay.Next().TotalSeconds)];
}
