using System.Text.Json;
using OpenCvSharp;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Cameras that speak motion JPEG over HTTP, as they are.</summary>
public sealed class HttpCameraTests
{
    [Theory]
    [InlineData("")]
    [InlineData("quality=source")]
    [InlineData("quality=source&osd=false&resize=false")]
    public async Task The_cameras_own_bytes_reach_the_viewer_with_a_comment_and_are_neither_decoded_nor_encoded(string query)
    {
        using var camera = new MjpegCamera();
        using var service = new ServiceHost(("Source", camera.Network.Url()));
        using TestClient client = await TestClient.ConnectAsync(service.Address, query, v1: true);

        long seq = 0;
        for (int i = 0; i < 10; i++)
        {
            ReceivedFrame frame = await client.LiveAsync();
            Assert.True(camera.HasSent(frame.WithoutComment()), "not a frame as the camera sent it");
            Assert.True(frame.Seq > seq);
            Assert.Equal("main", frame.Camera);
            Assert.Equal((160, 120), frame.Size());
            seq = frame.Seq;
        }

        Assert.True((await client.TextAsync("stats")).GetProperty("source").GetBoolean());
        JsonElement status = await service.CameraAsync();
        Assert.True(status.GetProperty("passed_through").GetInt64() >= 10);
        // At most the placeholder before the first frame.
        Assert.InRange(status.GetProperty("encodes").GetInt64(), 0, 2);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("quality=50&adaptive=false", 1)]
    public async Task A_frame_that_does_not_change_is_encoded_once_and_sent_once_a_second(string query, int encodes)
    {
        using var camera = new MjpegCamera { Still = MjpegCamera.Noise(new(160, 120)) };
        using var service = new ServiceHost(("Source", camera.Network.Url()));
        // The camera is live before the client comes, so that no placeholder is encoded for it.
        using TestClient opener = await TestClient.ConnectAsync(service.Address, "adaptive=false");
        await opener.LiveAsync();
        long before = await EncodesAsync();

        using TestClient client = await TestClient.ConnectAsync(service.Address, query);
        ReceivedFrame first = await client.LiveAsync();
        ReceivedFrame second = await client.LiveAsync();
        Assert.InRange(second.CapturedAt - first.CapturedAt, TimeSpan.FromSeconds(0.9), TestClient.Timeout);
        Assert.True(second.Seq > first.Seq + 1);
        Assert.Equal(first.WithoutComment(), second.WithoutComment());
        Assert.Equal(before + encodes, await EncodesAsync());

        using TestClient other = await TestClient.ConnectAsync(service.Address, query);
        Assert.Equal(first.WithoutComment(), (await other.LiveAsync()).WithoutComment());

        async Task<long> EncodesAsync() => (await service.CameraAsync()).GetProperty("encodes").GetInt64();
    }

    [Fact]
    public async Task Viewers_with_other_settings_get_the_same_frame_encoded()
    {
        using var camera = new MjpegCamera();
        using var service = new ServiceHost(("Source", camera.Network.Url()));
        using TestClient own = await TestClient.ConnectAsync(service.Address);
        using TestClient small = await TestClient.ConnectAsync(service.Address, "resize=80x60");
        using TestClient osd = await TestClient.ConnectAsync(service.Address, "osd=true");
        using TestClient coarse = await TestClient.ConnectAsync(service.Address, "quality=20");

        Assert.Equal((80, 60), (await small.LiveAsync()).Size());
        foreach (TestClient other in (TestClient[])[osd, coarse])
        {
            ReceivedFrame frame = await other.LiveAsync();
            Assert.Equal((160, 120), frame.Size());
            Assert.False(camera.HasSent(frame.WithoutComment()));
        }

        Assert.True(camera.HasSent((await own.LiveAsync()).WithoutComment()));
    }

    [Fact]
    public async Task A_rotated_camera_is_rotated_for_all_viewers()
    {
        using var camera = new MjpegCamera();
        using var service = new ServiceHost(("Cameras:main:Source", camera.Network.Url()), ("Cameras:main:Rotate", "90"));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        Assert.Equal((120, 160), (await client.LiveAsync()).Size());
    }

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

    /// <summary>The content type, and a part of which 0 is the frame's length and 1 its place. All dialects are in the unit tests.</summary>
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

    [Theory]
    [InlineData(1)]
    [InlineData(240)]
    public async Task Slow_and_fast_cameras_are_live(double rate)
    {
        using var camera = new MjpegCamera { Rate = rate };
        using var service = new ServiceHost(("Cameras:main:Source", camera.Network.Url()), ("Cameras:main:FrameRate", $"{rate}"));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        for (int i = 0; i < 4; i++)
            await client.LiveAsync();
        Assert.Equal("live", (await service.CameraAsync()).GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_camera_with_single_frames_is_polled_over_one_connection()
    {
        int asked = 0;
        var sent = new System.Collections.Concurrent.ConcurrentBag<byte[]>();
        using var camera = new NetworkCamera(async (stream, end) =>
        {
            while (true)
            {
                await stream.ReadRequestAsync(end);
                Interlocked.Increment(ref asked);
                byte[] jpeg = MjpegCamera.Noise(new Size(64, 48));
                sent.Add(jpeg);
                await stream.AnswerAsync("200 OK", "image/jpeg", jpeg, end);
            }
        });
        using var service = new ServiceHost(("Cameras:main:Source", camera.Url("/snap.jpg")), ("Cameras:main:FrameRate", "20"));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        for (int i = 0; i < 5; i++)
        {
            byte[] frame = (await client.LiveAsync()).WithoutComment();
            Assert.Contains(sent, jpeg => jpeg.AsSpan().SequenceEqual(frame));
        }

        Assert.True(asked >= 5);
        Assert.Equal(1, camera.Accepted);
    }

    [Fact]
    public async Task Several_cameras_are_independent_and_one_that_hangs_does_not_affect_the_others()
    {
        using var good = new MjpegCamera();
        using var hanging = new NetworkCamera((_, end) => Task.Delay(Timeout.Infinite, end));
        using var service = new ServiceHost(
            ("Cameras:good:Source", good.Network.Url()), ("Cameras:hanging:Source", hanging.Url()), ("Cameras:pattern:Source", "test"));
        using TestClient waits = await TestClient.ConnectAsync(service.Address, "camera=hanging");
        using TestClient sees = await TestClient.ConnectAsync(service.Address, "camera=good");
        using TestClient other = await TestClient.ConnectAsync(service.Address, "camera=pattern");

        Assert.False((await waits.FrameAsync()).Live);
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal("good", (await sees.LiveAsync()).Camera);
            Assert.Equal("pattern", (await other.LiveAsync()).Camera);
        }

        Assert.Equal("connecting", (await service.CameraAsync("hanging")).GetProperty("state").GetString());
        JsonElement status = await service.CameraAsync("good");
        Assert.Equal("live", status.GetProperty("state").GetString());
        Assert.Equal((1, 160), (status.GetProperty("viewers").GetInt32(), status.GetProperty("width").GetInt32()));
    }
}
