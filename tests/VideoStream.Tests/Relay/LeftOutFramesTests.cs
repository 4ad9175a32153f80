using VideoStream.Relay;

namespace VideoStream.Tests.Relay;

public sealed class LeftOutFramesTests
{
    [Fact]
    public void Frames_that_are_skipped_while_the_connection_is_full_are_left_out()
    {
        var frames = new LeftOutFrames();
        frames.OnFull();
        frames.OnTaken(skipped: 2);
        Assert.True(frames.AreBefore);
        frames.OnTaken(skipped: 2);
        Assert.False(frames.AreBefore);
    }

    [Fact]
    public void Nothing_is_left_out_if_the_connection_is_full_for_less_than_a_frame()
    {
        var frames = new LeftOutFrames();
        frames.OnFull();
        frames.OnTaken(skipped: 0);
        Assert.False(frames.AreBefore);
    }

    [Fact]
    public void What_else_is_skipped_says_nothing_of_the_connection()
    {
        var frames = new LeftOutFrames();
        frames.OnTaken(skipped: 3);
        Assert.False(frames.AreBefore);
        frames.OnFull();
        frames.OnTaken(skipped: 3);
        Assert.False(frames.AreBefore);
    }
}
