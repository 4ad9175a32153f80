using VideoStream.Cameras.Sources.Ffmpeg;
using VideoStream.Frames;

namespace VideoStream.Tests.Cameras.Sources.Ffmpeg;

public sealed class Y4mHeaderTests
{
    [Theory]
    [InlineData("YUV4MPEG2 W1280 H720 F25:1 Ip A1:1 C420jpeg XYSCSS=420JPEG", nameof(ChromaSubsampling.Yuv420), false)]
    [InlineData("YUV4MPEG2 W1280 H720 F25:1 Ip C420mpeg2 XYSCSS=420MPEG2 XCOLORRANGE=LIMITED", nameof(ChromaSubsampling.Yuv420), false)]
    [InlineData("YUV4MPEG2 W1280 H720 F25:1 Ip A1:1 C420jpeg XYSCSS=420JPEG XCOLORRANGE=FULL", nameof(ChromaSubsampling.Yuv420), true)]
    [InlineData("YUV4MPEG2 W1280 H720 F25:1 Ip A1:1 C422 XYSCSS=422 XCOLORRANGE=LIMITED", nameof(ChromaSubsampling.Yuv422), false)]
    [InlineData("YUV4MPEG2 W1280 H720 Cmono XCOLORRANGE=FULL", nameof(ChromaSubsampling.Grey), true)]
    [InlineData("YUV4MPEG2 W1280 H720", nameof(ChromaSubsampling.Yuv420), false)]
    public void Parse_reads_size_and_colours(string line, string subsampling, bool isFullRange) => Assert.Equal(
        new Y4mHeader(new PictureSize(1280, 720), Enum.Parse<ChromaSubsampling>(subsampling), isFullRange), Y4mHeader.Parse(line));

    [Theory]
    [InlineData("")]
    [InlineData("YUV4MPEG2")]
    [InlineData("YUV4MPEG2 W1280")]
    [InlineData("YUV4MPEG2 W0 H0")]
    [InlineData("YUV4MPEG2 W65500 H65500")]
    [InlineData("YUV4MPEG2 W-2 H2")]
    [InlineData("YUV4MPEG2 W2 H2 C420p10")]
    [InlineData("YUV4MPEG2 W2 H2 C444")]
    [InlineData("P6 W2 H2")]
    public void Parse_refuses_what_can_not_be(string line) => Assert.Null(Y4mHeader.Parse(line));
}
