using OpenCvSharp;
using VideoStream.Frames;

namespace VideoStream.Tests.Frames;

public sealed class OrientationTests
{
    // Two rows of three, read row by row.
    private static readonly byte[] Original = [1, 2, 3, 4, 5, 6];

    [Theory]
    [InlineData(0, false, false, 3, new byte[] { 1, 2, 3, 4, 5, 6 })]
    [InlineData(90, false, false, 2, new byte[] { 4, 1, 5, 2, 6, 3 })]
    [InlineData(180, false, false, 3, new byte[] { 6, 5, 4, 3, 2, 1 })]
    [InlineData(270, false, false, 2, new byte[] { 3, 6, 2, 5, 1, 4 })]
    [InlineData(0, true, false, 3, new byte[] { 3, 2, 1, 6, 5, 4 })]
    [InlineData(0, false, true, 3, new byte[] { 4, 5, 6, 1, 2, 3 })]
    [InlineData(0, true, true, 3, new byte[] { 6, 5, 4, 3, 2, 1 })]
    [InlineData(90, true, false, 2, new byte[] { 1, 4, 2, 5, 3, 6 })]
    public void Turn_moves_every_pixel(int degrees, bool horizontal, bool vertical, int width, byte[] expected)
    {
        using var from = new Mat(2, 3, MatType.CV_8UC1);
        from.SetArray(Original);
        using var to = new Mat();
        var orientation = new Orientation(degrees, horizontal, vertical);

        orientation.Turn(from, to);

        to.GetArray(out byte[] turned);
        Assert.Equal(expected, turned);
        Assert.Equal(new PictureSize(width, Original.Length / width), orientation.Turn(new PictureSize(3, 2)));
        Assert.Equal(degrees == 0 && !horizontal && !vertical, orientation.IsAsCaptured);
    }

    [Fact]
    public void One_after_the_other_is_the_same_as_both_in_one()
    {
        Orientation[] all =
        [
            .. from degrees in new[] { 0, 90, 180, 270 }
               from horizontal in new[] { false, true }
               from vertical in new[] { false, true }
               select new Orientation(degrees, horizontal, vertical),
        ];
        using var from = new Mat(2, 3, MatType.CV_8UC1);
        from.SetArray(Original);
        foreach ((Orientation first, Orientation next) in from first in all from next in all select (first, next))
        {
            using Mat turned = new(), twice = new(), atOnce = new();
            first.Turn(from, turned);
            next.Turn(turned, twice);
            first.Then(next).Turn(from, atOnce);
            twice.GetArray(out byte[] expected);
            atOnce.GetArray(out byte[] actual);
            Assert.Equal(expected, actual);
            Assert.Equal(new PictureSize(atOnce.Width, atOnce.Height), first.Then(next).Turn(new PictureSize(3, 2)));
            Assert.Equal(expected.SequenceEqual(Original) && atOnce.Width == 3, first.Then(next).IsAsCaptured);
        }
    }
}
