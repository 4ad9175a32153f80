using VideoStream.Encoding;
using VideoStream.Encoding.H264;
using VideoStream.Frames;
using VideoStream.Frames.H264;

namespace VideoStream.Tests.Encoding;

public sealed class VideoSizeTests
{
    [Theory]
    [InlineData(1279, 719, 1278, 718)]
    [InlineData(1, 1, 16, 16)]
    [InlineData(4096, 2304, 4096, 2304)]
    public void Sizes_are_even_and_not_too_small(int width, int height, int expectedWidth, int expectedHeight)
    {
        Assert.Equal(new PictureSize(expectedWidth, expectedHeight), VideoSize.Of(new(width, height), null));
    }

    [Theory]
    [InlineData(4608, 2592)]
    [InlineData(8192, 8192)]
    [InlineData(3000, 4001)]
    [InlineData(8192, 1201)]
    public void What_is_too_large_for_the_encoder_is_made_smaller_in_its_proportions(int width, int height)
    {
        Assert.SkipUnless(OpenH264.IsAvailable, "there is no OpenH264");
        PictureSize size = VideoSize.Of(new(width, height), null);
        Assert.Equal((double)width / height, (double)size.Width / size.Height, 0.01);
        Assert.Equal(size, VideoSize.Of(size, null));
        using var picture = new PixelPlanes();
        picture.Create(size, ChromaSubsampling.Yuv420);
        picture.Fill(PixelPlanes.Neutral);
        using var encoder = new OpenH264Encoder(new(size, 8000, 30));
        Assert.True(encoder.Submit(picture, new H264Request(TimeSpan.Zero, AsKeyFrame: true), out _));
    }
}
