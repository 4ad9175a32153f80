using OpenCvSharp;
using VideoStream.EndToEnd.Tests.Support;
using VideoStream.Frames.H264;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Settings mean the same for viewers of H.264 as for those of JPEGs.</summary>
public sealed class H264SettingTests
{
    private const int Width = 320, Height = 240;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_overlay_is_in_the_picture_of_who_wants_it(bool wanted)
    {
        using var camera = new MjpegCamera { Still = Grey() };
        using var service = new ServiceHost(("Source", camera.Network.Url("/cam")), ("Osd:Enabled", "true"));
        using TestClient client = await TestClient.ConnectAsync(service.Address, "codec=h264&osd=" + (wanted ? "true" : "false"));
        using var folder = new TemporaryDirectory();
        byte[] unit = await PassedVideoTests.LiveStreamAsync(client, 1);
        await File.WriteAllBytesAsync(folder.Path("units.h264"), unit, TestContext.Current.CancellationToken);
        byte[] pixels = Ffmpeg.Run(
            ["-xerror", "-f", "h264", "-i", folder.Path("units.h264"), "-f", "rawvideo", "-pix_fmt", "gray", "pipe:1"]);

        Assert.Equal(Width * Height, pixels.Length);
        Assert.Equal(wanted, pixels.Max() - pixels.Min() > 100);
        Assert.Equal(wanted, (await service.CameraAsync()).GetProperty("rungs")[0].GetProperty("osd").GetBoolean());
    }

    [Fact]
    public async Task Fewer_frames_are_sent_by_layers_and_all_can_be_decoded()
    {
        using var service = new ServiceHost(("Cameras:main:Width", "640"), ("Cameras:main:Height", "360"));
        using TestClient client = await TestClient.ConnectAsync(service.Address, "codec=h264&adaptive=false&fps=7.5");
        using var folder = new TemporaryDirectory();
        using var stream = new MemoryStream();
        var frames = new List<long>();
        while (frames.Count < 15)
        {
            byte[] unit = (await client.ReceiveAsync()).Bytes;
            frames.Add(H264Tests.NumberOf(unit));
            stream.Write(unit);
        }

        await File.WriteAllBytesAsync(folder.Path("units.h264"), stream.ToArray(), TestContext.Current.CancellationToken);
        byte[] pixels = Ffmpeg.Run(
            ["-xerror", "-f", "h264", "-i", folder.Path("units.h264"),
                "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "gray", "pipe:1"]);
        Assert.Equal(15, pixels.Length / (640 * 360));
        // The camera has 30 a second. The rate is known, and the layer chosen, after the first ones. A busy machine encodes fewer, so that
        // those of a layer are not equally far apart.
        long spanned = frames[^1] - frames[5];
        Assert.True(spanned >= 3 * (frames.Count - 6), string.Join(' ', frames));
    }

    [Fact]
    public async Task After_a_pause_it_goes_on_with_a_key_frame()
    {
        using var service = new ServiceHost(("Cameras:main:Width", "640"), ("Cameras:main:Height", "360"));
        using TestClient client = await TestClient.ConnectAsync(service.Address, "codec=h264", v1: true);
        await PassedVideoTests.LiveStreamAsync(client, 10);
        await client.SendAsync("""{"type":"command","action":"pause"}""");
        while (!(await client.TextAsync("config")).GetProperty("paused").GetBoolean())
        {
        }

        long seen = (await client.TextAsync("stats")).GetProperty("sent").GetInt64();
        Assert.Equal(seen, (await client.TextAsync("stats")).GetProperty("sent").GetInt64());

        await client.SendAsync("""{"type":"command","action":"resume"}""");
        Assert.Contains(NalType.IdrSlice, H264Tests.TypesOf(await client.BinaryAsync()));
    }

    private static byte[] Grey()
    {
        using var picture = new Mat(new Size(Width, Height), MatType.CV_8UC3, Scalar.All(128));
        Cv2.ImEncode(".jpg", picture, out byte[] jpeg);
        return jpeg;
    }
}
