using VideoStream.Configuration;

namespace VideoStream.Tests.Configuration;

/// <summary>How a rung of the ladder is written.</summary>
public sealed class LadderRungTests
{
    [Fact]
    public void A_rung_is_a_box_and_a_bitrate()
    {
        Assert.True(LadderRung.TryParse("1280x720@2500", out LadderRung rung));
        Assert.Equal(new LadderRung(1280, 720, 2500), rung);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1280x720")]
    [InlineData("1280@720x2500")]
    [InlineData("1280x720@")]
    [InlineData("1280x720@49")]
    [InlineData("1280x720@50001")]
    [InlineData("15x720@500")]
    [InlineData("1280x8193@500")]
    [InlineData("1280x720@500@1")]
    [InlineData("1280x720x3@500")]
    [InlineData("-1280x720@500")]
    [InlineData("1280x720@5e3")]
    [InlineData(" 1280x720@500")]
    public void Anything_else_is_none(string? text) => Assert.False(LadderRung.TryParse(text, out _));

    [Fact]
    public void Without_a_ladder_there_is_the_default_one_with_the_best_rung_first()
    {
        LadderRung[] rungs = [.. new H264Options().Rungs];
        Assert.Equal([2500, 750, 500, 300, 150], rungs.Select(rung => rung.Kilobits));
        Assert.Equal(rungs.OrderByDescending(rung => rung.Width), rungs);
    }

    [Fact]
    public void The_best_rung_comes_first_in_whatever_order_they_are_configured()
    {
        var options = new H264Options { Ladder = ["640x360@300", "1280x720@2000"] };
        Assert.Equal([2000, 300], options.Rungs.Select(rung => rung.Kilobits));
    }
}
