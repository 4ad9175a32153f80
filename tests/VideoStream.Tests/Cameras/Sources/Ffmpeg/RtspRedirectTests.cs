using VideoStream.Cameras.Sources.Ffmpeg;

namespace VideoStream.Tests.Cameras.Sources.Ffmpeg;

public sealed class RtspRedirectTests
{
    private const string Answers =
        "RTSP/1.0 200 OK\r\nCSeq: 1\r\nPublic: DESCRIBE\r\n\r\n"
        + "RTSP/1.0 401 Unauthorized\r\nCSeq: 2\r\nContent-Length: 24\r\n\r\nRTSP/1.0 302\r\n\r\nLocation"
        + "RTSP/1.0 200 OK\r\nCSeq: 3\r\nLocation: rtsp://not/a/redirect\r\nContent-Length: 5\r\n\r\nv=0\r\n";

    private readonly RtspRedirect _redirect = new();

    [Theory]
    [InlineData("RTSP/1.0 302 Found\r\nCSeq: 4\r\nLocation: rtsp://other/cam\r\n\r\n", "rtsp://other/cam")]
    [InlineData("RTSP/1.0 301 Moved\nlocation:rtsp://other/cam\n\n", "rtsp://other/cam")]
    [InlineData("RTSP/1.0 305\r\n\r\n", "")]
    [InlineData("RTSP/1.0 \t 0302x Found\r\nLocation : rtsp://other/cam\r\n\r\n", "rtsp://other/cam")]
    [InlineData("$\u0001\0\u0005video$\0\0\0RTSP/1.0 302 Found\r\nLocation: rtsp://other/cam\r\n\r\n", "rtsp://other/cam")]
    public void A_redirect_ends_the_answers_however_they_are_cut(string answer, string location)
    {
        byte[] bytes = System.Text.Encoding.ASCII.GetBytes(Answers + answer);
        foreach (int atMost in (int[])[1, 7, 1000])
        {
            var redirect = new RtspRedirect();
            byte[][] pieces = [.. bytes.Chunk(atMost)];
            Assert.All(pieces[..^1], piece => Assert.True(redirect.MayPass(piece)));
            Assert.False(redirect.MayPass(pieces[^1]));
            Assert.Equal(location, redirect.Location);
        }
    }

    [Fact]
    public void Other_answers_pass_and_the_video_whatever_is_in_it()
    {
        byte[] video = [.. "RTSP/1.0 302 Found\r\nLocation: rtsp://other\r\n\r\n"u8];
        Assert.True(_redirect.MayPass(System.Text.Encoding.ASCII.GetBytes(Answers)));
        for (int i = 0; i < 3; i++)
            Assert.True(_redirect.MayPass([(byte)'$', 0, 0, (byte)video.Length, .. video]));
        Assert.Null(_redirect.Location);
    }

    [Fact]
    public void A_line_without_an_end_passes()
    {
        for (int i = 0; i < 100; i++)
            Assert.True(_redirect.MayPass(new byte[1000]));
    }
}
