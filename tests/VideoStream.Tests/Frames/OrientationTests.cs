using VideoStream.Frames;
using VideoStream.Tests.Support;

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
        using PixelPlanes from = Picture();
        using var to = new PixelPlanes();
        var orientation = new Orientation(degrees, horizontal, vertical);

        orientation.Turn(from, to);

        Assert.Equal(expected, to.Bytes.ToArray());
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
        using PixelPlanes from = Picture();
        foreach ((Orientation first, Orientation next) in from first in all from next in all select (first, next))
        {
            using PixelPlanes turned = new(), twice = new(), atOnce = new();
            first.Turn(from, turned);
            next.Turn(turned, twice);
            first.Then(next).Turn(from, atOnce);
            byte[] expected = twice.Bytes.ToArray();
            Assert.Equal(expected, atOnce.Bytes.ToArray());
            Assert.Equal(atOnce.Size, first.Then(next).Turn(new PictureSize(3, 2)));
            Assert.Equal(expected.SequenceEqual(Original) && atOnce.Size.Width == 3, first.Then(next).IsAsCaptured);
        }
    }

    /// <summary>Colours are turned with the pixels. A quarter turn of halved rows leaves halved rows and columns.</summary>
    [Theory]
    [InlineData(nameof(ChromaSubsampling.Yuv420), 0, nameof(ChromaSubsampling.Yuv420))]
    [InlineData(nameof(ChromaSubsampling.Yuv422), 0, nameof(ChromaSubsampling.Yuv422))]
    [InlineData(nameof(ChromaSubsampling.Yuv420), 90, nameof(ChromaSubsampling.Yuv420))]
    [InlineData(nameof(ChromaSubsampling.Yuv422), 90, nameof(ChromaSubsampling.Yuv420))]
    [InlineData(nameof(ChromaSubsampling.Yuv422), 270, nameof(ChromaSubsampling.Yuv420))]
    [InlineData(nameof(ChromaSubsampling.Yuv444), 180, nameof(ChromaSubsampling.Yuv444))]
    public void Turn_takes_the_colours_along(string subsampling, int degrees, string expected)
    {
        foreach (PictureSize size in (PictureSize[])[new(8, 4), new(7, 5), new(1, 1), new(17, 13)])
        {
            using PixelPlanes from = new(), to = new();
            from.Create(size, Enum.Parse<ChromaSubsampling>(subsampling));
            from.Fill(10, 20, 30);
            new Orientation(degrees, true, false).Turn(from, to);
            Assert.Equal((degrees % 180 == 0 ? size : new(size.Height, size.Width), expected), (to.Size, $"{to.Subsampling}"));
            Assert.False(to.Y.All().ContainsAnyExcept<byte>(10));
            Assert.False(to.Cb.All().ContainsAnyExcept<byte>(20));
            Assert.False(to.Cr.All().ContainsAnyExcept<byte>(30));
        }
    }

    private static PixelPlanes Picture()
    {
        var picture = new PixelPlanes();
        picture.Create(new PictureSize(3, 2), ChromaSubsampling.Grey);
        Original.CopyTo(picture.Bytes);
        return picture;
    }
}
