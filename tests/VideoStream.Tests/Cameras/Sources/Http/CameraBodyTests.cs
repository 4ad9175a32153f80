using VideoStream.Cameras.Sources.Http;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources.Http;

public sealed class CameraBodyTests
{
    private static readonly byte[] Jpeg = CameraJpeg.Noise();

    /// <summary>The content type, the body (see <see cref="CameraDialect"/> for the braces), and what that is.</summary>
    [Theory]
    [InlineData("multipart/x-mixed-replace; boundary=x", "", nameof(CameraBodyKind.Multipart))]
    [InlineData("multipart/mixed", "anything", nameof(CameraBodyKind.Multipart))]
    [InlineData(null, "--x\r\nContent-Type: image/jpeg\r\n\r\n", nameof(CameraBodyKind.Multipart))]
    [InlineData("text/plain", "\r\n--x\r\n\r\n", nameof(CameraBodyKind.Multipart))]
    [InlineData("image/jpeg", "--x\nContent-Length: 1\n", nameof(CameraBodyKind.Multipart))]
    [InlineData(null, "{jpeg}", nameof(CameraBodyKind.Jpeg))]
    [InlineData("text/html", "\r\n {jpeg}", nameof(CameraBodyKind.Jpeg))]
    [InlineData("video/mp4", "{jpeg}", nameof(CameraBodyKind.Jpeg))]
    [InlineData("image/jpeg", "", nameof(CameraBodyKind.Jpeg))]
    [InlineData("image/jpg", "rubbish", nameof(CameraBodyKind.Jpeg))]
    [InlineData("text/html", "", nameof(CameraBodyKind.Text))]
    [InlineData("text/html", "no", nameof(CameraBodyKind.Text))]
    [InlineData("text/plain", "---\ntitle: a page\n", nameof(CameraBodyKind.Text))]
    [InlineData("text/plain", "-- a list\nof words", nameof(CameraBodyKind.Text))]
    [InlineData("application/json; charset=utf-8", "{n}", nameof(CameraBodyKind.Text))]
    [InlineData(null, "<!DOCTYPE html>", nameof(CameraBodyKind.Text))]
    [InlineData(null, "  <HTML>", nameof(CameraBodyKind.Text))]
    [InlineData("text/plain", "#EXTM3U\n", nameof(CameraBodyKind.Other))]
    [InlineData("application/vnd.apple.mpegurl", "#EXTM3U\n", nameof(CameraBodyKind.Other))]
    [InlineData(null, "#EXTM3U\n", nameof(CameraBodyKind.Other))]
    [InlineData(null, "<?xml version=\"1.0\"?><MPD>", nameof(CameraBodyKind.Other))]
    [InlineData(null, "", nameof(CameraBodyKind.Other))]
    [InlineData("video/mp4", "\0\0\0\u0018ftyp", nameof(CameraBodyKind.Other))]
    [InlineData("video/mp2t", "", nameof(CameraBodyKind.Other))]
    public void The_first_bytes_decide_and_none_is_consumed(string? type, string body, string kind)
    {
        byte[] bytes = CameraDialect.Write(body, Jpeg);
        foreach (int atMost in (int[])[1, 5, 100_000])
        {
            using var received = new JpegReceiver(new ChoppedStream(bytes, atMost));
            CameraBody found = CameraBody.Read(type, received);
            Assert.Equal(kind, found.Kind.ToString());
            Assert.Equal(0, received.Position);
            Assert.True(bytes.AsSpan().StartsWith(received.Data));
        }
    }

    [Theory]
    [InlineData("text/html", "<html>", "text/html")]
    [InlineData(null, "<html>", "text/html")]
    [InlineData("application/json", "[]", "application/json")]
    public void A_text_is_named_for_the_fault(string? type, string body, string media)
    {
        using var received = new JpegReceiver(new MemoryStream(System.Text.Encoding.ASCII.GetBytes(body)));
        Assert.Equal(media, CameraBody.Read(type, received).Media);
    }

    /// <summary>What is certain is decided without waiting for more: the camera may send no more.</summary>
    [Theory]
    [InlineData("multipart/x-mixed-replace", "")]
    [InlineData(null, "{soi}\u00FF")]
    [InlineData("text/html", "<ht")]
    [InlineData("text/plain", "no!")]
    [InlineData("video/mp4", "\0\0\0")]
    [InlineData(null, "RIFF")]
    public void No_more_bytes_are_waited_for_than_are_needed(string? type, string start)
    {
        using var received = new JpegReceiver(new BlockingAfter(CameraDialect.Write(start, Jpeg)));
        CameraBody.Read(type, received);
    }
}
