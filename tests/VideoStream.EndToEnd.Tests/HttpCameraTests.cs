using System.Text.Json;
using OpenCvSharp;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Cameras that speak motion JPEG over HTTP, and what their viewers get.</summary>
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
