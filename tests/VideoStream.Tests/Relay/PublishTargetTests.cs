using VideoStream.Frames;
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
        Assert.True(_small.Takes(null, 100, 100));
        Assert.False(_large.Takes(null, 101, 100));
        _small.Count();
        Assert.StartsWith("a picture has 101 bytes, and the NATS server takes 100: ", _large.TooLong, StringComparison.Ordinal);
        Assert.Null(_small.TooLong);

        _large.Count();
        Assert.Null(_large.TooLong);
        Assert.Equal((2, 1), (_statistics.Frames, _statistics.TooLong));
        Assert.NotNull(_statistics.LastTooLong);
    }

    [Fact]
    public void Any_length_fits_while_the_limit_is_not_known() => Assert.True(_large.Takes(null, int.MaxValue, 0));

    [Fact]
    public void What_follows_a_key_frame_that_is_too_long_is_left_out_until_one_fits()
    {
        Assert.False(_large.Takes(new StreamUnit(1, 0, 0), 101, 100));
        Assert.False(_large.Takes(new StreamUnit(2, 1, 0), 10, 100));
        Assert.True(_large.AwaitsKeyFrame);
        Assert.NotNull(_large.TooLong);

        Assert.True(_large.Takes(new StreamUnit(3, 0, 0), 100, 100));
        Assert.True(_large.Takes(new StreamUnit(4, 3, 0), 10, 100));
        Assert.False(_large.AwaitsKeyFrame);
    }
}
