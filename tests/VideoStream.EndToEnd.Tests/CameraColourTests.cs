using System.Globalization;
using System.Net.Sockets;
using OpenCvSharp;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Colours of videos as a viewer sees them, whatever the video says of its samples.</summary>
public sealed class CameraColourTests
{
    private const int Side = 64;

    /// <summary>How far a channel may be from the true colour, in levels of 255.</summary>
    private const int Tolerance = 6;

    /// <summary>Red, green and blue in eight bits each.</summary>
    private static readonly int[] Patches = [0xC86432, 0xF01010, 0x10F010, 0x1010F0, 0xFFFFFF, 0x000000, 0x30A0C0, 0x808080];

    [Theory]
    [InlineData("smpte170m", "bt601", "tv", "yuv420p")]
    [InlineData("bt709", "bt709", "tv", "yuv420p")]
    [InlineData("smpte170m", "bt601", "pc", "yuvj420p")]
    [InlineData("bt709", "bt709", "pc", "yuvj420p")]
    [InlineData("bt709", "bt709", "tv", "yuv422p")]
    public async Task A_viewer_sees_the_true_colours_of_a_video(string space, string matrix, string range, string format)
    {
        byte[] film = Film(space, matrix, range, format);
        using var camera = new NetworkCamera((stream, end) => AnswerAsync(stream, film, end));
        using var service = new ServiceHost(("Source", camera.Url("/film.ts")));
        using TestClient client = await TestClient.ConnectAsync(service.Address, "quality=100&adaptive=false");
        using Mat seen = (await client.LiveAsync()).Decode();

        Assert.Equal((Side * Patches.Length, Side), (seen.Width, seen.Height));
        for (int i = 0; i < Patches.Length; i++)
        {
            Vec3b pixel = seen.At<Vec3b>(Side / 2, (i * Side) + (Side / 2));
            Assert.InRange(pixel.Item2, (Patches[i] >> 16) - Tolerance, (Patches[i] >> 16) + Tolerance);
            Assert.InRange(pixel.Item1, ((Patches[i] >> 8) & 0xFF) - Tolerance, ((Patches[i] >> 8) & 0xFF) + Tolerance);
            Assert.InRange(pixel.Item0, (Patches[i] & 0xFF) - Tolerance, (Patches[i] & 0xFF) + Tolerance);
        }
    }

    private static byte[] Film(string space, string matrix, string range, string format)
    {
        IEnumerable<string> inputs = Patches.SelectMany(patch => (string[])
        [
            "-f", "lavfi", "-i", string.Create(CultureInfo.InvariantCulture, $"color=c=0x{patch:X6}:s={Side}x{Side}:r=25:d=4,format=gbrp"),
        ]);
        return Ffmpeg.Run(
        [
            .. inputs,
            "-filter_complex", $"hstack=inputs={Patches.Length},scale=out_color_matrix={matrix}:out_range={range},format={format}",
            "-c:v", "libx264", "-preset", "ultrafast", "-qp", "4", "-bf", "0", "-colorspace", space, "-color_primaries", space,
            "-color_trc", space, "-color_range", range, "-f", "mpegts", "pipe:1",
        ]);
    }

    private static async Task AnswerAsync(NetworkStream stream, byte[] film, CancellationToken end)
    {
        await stream.ReadRequestAsync(end);
        await stream.AnswerAsync("200 OK", "video/mp2t", film, end, "Connection: close\r\n");
    }
}
