using OpenCvSharp;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Streams of cameras as they are: boundaries, content types, damaged frames.</summary>
public sealed class HttpCameraBodyTests
{
    [Theory]
    [InlineData("boundary=frame", "--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {0}\r\n\r\n", "\r\n")]
    [InlineData("boundary=frame", "--frame\r\nContent-Type: image/jpeg\r\n\r\n", "\r\n")]
    [InlineData("boundary=\"--frame\"", "--frame\r\ncontent-length:{0}\r\n\r\n", "\r\n")]
    [InlineData("boundary=--frame", "--frame\r\nContent-Type: image/jpeg\r\n\r\n", "\r\n")]
    [InlineData("boundary=--frame", "----frame\r\nContent-Type: image/jpeg\r\n\r\n", "\r\n")]
    [InlineData("boundary=frame; charset=x", "--frame\nContent-Length: {0}\n\n", "\n")]
    [InlineData("boundary=\"a b:c\"", "--a b:c\r\n\r\n", "\r\n")]
    [InlineData("boundary=frame", "A preamble of no use\r\n--frame\r\nX-Timestamp: 1.5\r\nContent-Length: {0}\r\n\r\n", "")]
    public async Task Boundaries_are_read_as_real_cameras_write_them(string boundary, string head, string tail)
    {
        using var camera = new MjpegCamera
        {
            Head = $"HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace;{boundary}\r\n\r\n",
            Part = jpeg =>
            [
                .. System.Text.Encoding.ASCII.GetBytes(string.Format(null, head, jpeg.Length)), .. jpeg,
                .. System.Text.Encoding.ASCII.GetBytes(tail),
            ],
        };
        using var service = new ServiceHost(("Source", camera.Network.Url()));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        for (int i = 0; i < 3; i++)
            Assert.True(camera.HasSent((await client.LiveAsync()).WithoutComment()));
        Assert.Equal(0, (await service.CameraAsync()).GetProperty("decode_errors").GetInt32());
    }

    /// <summary>
    /// The content type, and a part of which 0 is the frame's length and 1 its place. All dialects are in the unit tests.
    /// </summary>
    [Theory]
    [InlineData("", "--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {0}\r\n\r\n{1}\r\n")]
    [InlineData("Content-Type: text/html\r\n", "--frame\r\nContent-Type: image/jpeg\r\n\r\n{1}\r\n")]
    [InlineData("Content-Type: image/jpeg\r\n", "{1}")]
    [InlineData("Content-Type: multipart/x-mixed-replace;boundary=\r\n", "--another--\r\nContent-Length: 7\r\n\r\n{1}\r\n")]
    public async Task The_body_decides_what_a_camera_is(string type, string part)
    {
        string[] around = part.Split("{1}");
        byte[] Text(string text, int length) => System.Text.Encoding.ASCII.GetBytes(string.Format(null, text, length));
        using var camera = new MjpegCamera
        {
            Head = $"HTTP/1.1 200 OK\r\n{type}\r\n",
            Part = jpeg => [.. Text(around[0], jpeg.Length), .. jpeg, .. Text(around[1], jpeg.Length)],
        };
        using var service = new ServiceHost(("Source", camera.Network.Url()));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        for (int i = 0; i < 5; i++)
            Assert.True(camera.HasSent((await client.LiveAsync()).WithoutComment()));
        Assert.Equal(1, camera.Network.Accepted);
        Assert.Equal(0, (await service.CameraAsync()).GetProperty("decode_errors").GetInt32());
    }

    [Fact]
    public async Task An_end_marker_that_the_camera_leaves_out_is_added()
    {
        using var camera = new MjpegCamera { Part = jpeg => MjpegCamera.WithLength(jpeg[..^2]) };
        using var service = new ServiceHost(("Source", camera.Network.Url()));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        for (int i = 0; i < 5; i++)
            Assert.True(camera.HasSent((await client.LiveAsync()).WithoutComment()));
        Assert.Equal(0, (await service.CameraAsync()).GetProperty("decode_errors").GetInt32());
    }

    [Fact]
    public async Task Damaged_frames_are_counted_and_never_sent()
    {
        int number = 0;
        using var camera = new MjpegCamera();
        camera.Part = jpeg => (number++ % 6) switch
        {
            0 => MjpegCamera.WithLength([]),
            1 => MjpegCamera.WithLength(jpeg[..(jpeg.Length / 2)]),
            2 => MjpegCamera.WithLength([.. jpeg[..^200], .. new byte[100]]),
            3 => MjpegCamera.WithLength([1, 2, 3]),
            4 => [.. "garbage between parts "u8, .. new byte[1000], .. "\r\n"u8],
            _ => MjpegCamera.WithLength(jpeg),
        };
        using var service = new ServiceHost(("Source", camera.Network.Url()));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        for (int i = 0; i < 5; i++)
            Assert.True(camera.HasSent((await client.LiveAsync()).WithoutComment()));
        Assert.True((await service.CameraAsync()).GetProperty("decode_errors").GetInt32() >= 12);
    }

    [Fact]
    public async Task A_size_that_changes_with_every_frame_is_followed()
    {
        using var camera = new MjpegCamera { Size = new Size(160, 48) };
        int side = 160;
        camera.Part = jpeg =>
        {
            camera.Size = new Size(side = side == 32 ? 160 : side - 16, 48);
            return MjpegCamera.WithLength(jpeg);
        };
        using var service = new ServiceHost(("Source", camera.Network.Url()));
        using TestClient own = await TestClient.ConnectAsync(service.Address);
        using TestClient osd = await TestClient.ConnectAsync(service.Address, "osd=true");
        var sizes = new HashSet<int>();
        for (int i = 0; i < 12; i++)
        {
            sizes.Add((await own.LiveAsync()).Size().Width);
            Assert.Equal(48, (await osd.LiveAsync()).Size().Height);
        }

        Assert.True(sizes.Count > 3, string.Join(' ', sizes));
    }
}
