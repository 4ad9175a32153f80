using VideoStream.Frames.Text;

namespace VideoStream.Tests.Frames.Text;

public sealed class TextLevelsTests
{
    [Theory]
    [InlineData("Gate 3", "000000")]
    [InlineData("", "")]
    [InlineData(" - ", "000")]
    // Hebrew, with a number, which runs from left to right in it.
    [InlineData("שער", "111")]
    [InlineData("שער 12", "111122")]
    [InlineData("שער 12:30!", "1111222221")]
    [InlineData("5% שער", "221111")]
    // One script within the other. A space between two directions is of the line's.
    [InlineData("Gate שער", "00000111")]
    [InlineData("Gate שער ב", "0000011111")]
    [InlineData("שער Gate 3", "1111222222")]
    [InlineData("Gate שער 12", "00000111122")]
    // Marks are of their letter, and letters outside of the first plane are two units.
    [InlineData("e\u0301", "00")]
    [InlineData("ש\u05B8ם", "111")]
    [InlineData("\U0001E900\U00010330", "1122")]
    public void Of_gives_odd_levels_to_what_runs_from_right_to_left(string text, string levels)
    {
        Assert.Equal(levels, string.Concat(TextLevels.Of(text)));
    }
}
