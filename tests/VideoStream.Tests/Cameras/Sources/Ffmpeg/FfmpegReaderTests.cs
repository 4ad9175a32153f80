using VideoStream.Cameras.Sources.Ffmpeg;
using VideoStream.Frames;

namespace VideoStream.Tests.Cameras.Sources.Ffmpeg;

public sealed class FfmpegReaderTests
{
    [Fact]
    public void TryReadSize_finds_width_and_height()
    {
        Assert.True(FfmpegReader.TryReadSize("YUV4MPEG2 W1280 H720 F25:1 Ip A1:1 C420jpeg XYSCSS=420JPEG", out PictureSize size));
        Assert.Equal(new PictureSize(1280, 720), size);
    }

    [Theory]
    [InlineData("")]
    [InlineData("YUV4MPEG2")]
    [InlineData("YUV4MPEG2 W1280")]
    [InlineData("YUV4MPEG2 W1281 H720")]
    [InlineData("YUV4MPEG2 W0 H0")]
    [InlineData("YUV4MPEG2 W65500 H65500")]
    [InlineData("YUV4MPEG2 W-2 H2")]
    [InlineData("P6 W2 H2")]
    public void TryReadSize_refuses_what_can_not_be(string header)
    {
        Assert.False(FfmpegReader.TryReadSize(header, out _));
    }
}
