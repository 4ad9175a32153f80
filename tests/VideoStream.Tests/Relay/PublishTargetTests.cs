using VideoStream.Relay;

namespace VideoStream.Tests.Relay;

public sealed class PublishTargetTests
{
    private readonly PublishStatistics _statistics = new();
    private readonly PublishTarget _large, _small;

    public PublishTargetTests()
    {
        (_large, _small) = (new PublishTarget("large", 1, _statistics), new PublishTarget("small", 1, _statistics));
    }

    [Fact]
    public void A_picture_that_is_too_long_is_the_problem_of_its_variant_until_one_fits()
    {
        Assert.True(_small.Fits(100, 100));
        Assert.False(_large.Fits(101, 100));
        _small.Count();
        Assert.StartsWith("a picture has 101 bytes, and the NATS server takes 100: ", _large.TooLong, StringComparison.Ordinal);
        Assert.Null(_small.TooLong);

        _large.Count();
        Assert.Null(_large.TooLong);
        Assert.Equal((2, 1), (_statistics.Frames, _statistics.TooLong));
        Assert.NotNull(_statistics.LastTooLong);
    }

    [Fact]
    public void Any_length_fits_while_the_limit_is_not_known() => Assert.True(_large.Fits(int.MaxValue, 0));
}
