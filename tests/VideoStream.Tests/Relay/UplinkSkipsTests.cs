using VideoStream.Relay;

namespace VideoStream.Tests.Relay;

public sealed class UplinkSkipsTests
{
    private UplinkSkips _skips;

    [Fact]
    public void The_first_frame_after_those_that_a_full_connection_skipped_is_marked()
    {
        _skips.OnFull();
        _skips.OnTaken(skipped: 2);
        Assert.True(_skips.IsNext);
        _skips.OnPublished();
        // It may be repeated.
        Assert.False(_skips.IsNext);
        _skips.OnTaken(skipped: 2);
        Assert.False(_skips.IsNext);
    }

    [Fact]
    public void A_frame_that_could_not_be_published_leaves_its_mark_to_the_next()
    {
        _skips.OnFull();
        _skips.OnTaken(skipped: 2);
        _skips.OnTaken(skipped: 2);
        Assert.True(_skips.IsNext);
    }

    [Fact]
    public void No_frame_is_skipped_if_the_connection_is_full_for_a_moment()
    {
        _skips.OnFull();
        _skips.OnTaken(skipped: 0);
        Assert.False(_skips.IsNext);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(5, false)]
    public void A_connection_that_takes_a_frame_slowly_is_full(int milliseconds, bool isFull)
    {
        _skips.OnWaited(TimeSpan.FromMilliseconds(milliseconds));
        _skips.OnTaken(skipped: 1);
        Assert.Equal(isFull, _skips.IsNext);
    }

    [Fact]
    public void What_is_skipped_for_another_reason_says_nothing_of_the_connection()
    {
        _skips.OnTaken(skipped: 3);
        Assert.False(_skips.IsNext);
        _skips.OnFull();
        _skips.OnTaken(skipped: 3);
        Assert.False(_skips.IsNext);
    }
}
