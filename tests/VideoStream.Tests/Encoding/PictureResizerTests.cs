using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Encoding;

public sealed class PictureResizerTests
{
    [Theory]
    [InlineData(nameof(ChromaSubsampling.Yuv420), nameof(ChromaSubsampling.Yuv420))]
    [InlineData(nameof(ChromaSubsampling.Yuv422), nameof(ChromaSubsampling.Yuv420))]
    [InlineData(nameof(ChromaSubsampling.Yuv444), nameof(ChromaSubsampling.Yuv420))]
    [InlineData(nameof(ChromaSubsampling.Grey), nameof(ChromaSubsampling.Grey))]
    public void Resize_keeps_the_colours_in_any_size(string from, string expected)
    {
        foreach (PictureSize size in (PictureSize[])[new(64, 36), new(33, 19), new(1, 1), new(127, 71)])
        {
            using PixelPlanes picture = new(), resized = new();
            picture.Create(new PictureSize(128, 72), Enum.Parse<ChromaSubsampling>(from));
            picture.Fill(10, 20, 30);
            PictureResizer.Resize(picture, resized, size);
            Assert.Equal((size, expected), (resized.Size, $"{resized.Subsampling}"));
            Assert.False(resized.Y.All().ContainsAnyExcept<byte>(10));
            Assert.False(resized.Cb.All().ContainsAnyExcept<byte>(20));
            Assert.False(resized.Cr.All().ContainsAnyExcept<byte>(30));
        }
    }

    [Fact]
    public void Resize_shows_the_same_places()
    {
        using PixelPlanes picture = new(), resized = new();
        picture.Paint(new PictureSize(128, 72), 0);
        // The right half is white and red.
        for (int y = 0; y < 72; y++)
            picture.Y.Row(y)[64..].Fill(255);
        for (int y = 0; y < 36; y++)
            picture.Cr.Row(y)[32..].Fill(255);
        PictureResizer.Resize(picture, resized, new PictureSize(50, 28));
        Assert.Equal((0, 255), (resized.Y.Row(20)[23], resized.Y.Row(20)[26]));
        Assert.Equal((PixelPlanes.Neutral, 255), (resized.Cr.Row(10)[10], resized.Cr.Row(10)[14]));
    }
}
