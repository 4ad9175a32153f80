using System.Diagnostics;
using System.Text.Json;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Cameras with an HLS playlist, whose own H.264 goes to viewers.</summary>
public sealed class PlaylistCameraTests
{
    [Fact]
    public async Task It_is_passed_on_frame_by_frame_without_a_decode_or_an_encode()
    {
        using var camera = new PlaylistCamera(StreamServer.H264);
        using var service = new ServiceHost(("Cameras:main:Source", camera.Url), ("Cameras:main:ReconnectMax", "1"));
        using TestClient client = await TestClient.ConnectAsync(service.Address, "codec=h264");
        await PassedVideoTests.LiveStreamAsync(client, 50);

        // A segment comes in a moment. Of 25 frames that are passed on as they come, 24 follow another one at once.
        int bursts = 25, changed = 1;
        for (int i = 0; i < 5 && (bursts > 12 || changed > 0); i++)
        {
            int before = await DecodesAndEncodesAsync(service);
            bursts = await CountBurstsAsync(client, 50) / 2;
            changed = await DecodesAndEncodesAsync(service) - before;
        }

        Assert.InRange(bursts, 0, 12);
        Assert.Equal(0, changed);
        Assert.Equal(JsonValueKind.Null, (await service.CameraAsync()).GetProperty("video_problem").ValueKind);
    }

    [Fact]
    public async Task B_frames_are_decoded_and_the_reason_is_said()
    {
        using var camera = new PlaylistCamera(
            "-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-g", "25", "-x264-params", "b-adapt=0");
        using var service = new ServiceHost(("Cameras:main:Source", camera.Url), ("Cameras:main:ReconnectMax", "1"));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        await Eventually.HoldsAsync(
            async () => (await service.CameraAsync()).TryGetProperty("video_problem", out JsonElement problem)
                && problem.ToString().Contains("B-frames", StringComparison.Ordinal),
            "the reason is in the status");
        using TestClient later = await TestClient.ConnectAsync(service.Address);
        await later.LiveAsync();
    }

    private static async Task<int> DecodesAndEncodesAsync(ServiceHost service)
    {
        JsonElement camera = await service.CameraAsync();
        return camera.GetProperty("decodes").GetInt32() + camera.GetProperty("encodes").GetInt32();
    }

    /// <summary>How many of these frames come less than 5 ms after the one before.</summary>
    private static async Task<int> CountBurstsAsync(TestClient client, int frames)
    {
        await PassedVideoTests.LiveStreamAsync(client, 1);
        int bursts = 0;
        for (int i = 0; i < frames; i++)
        {
            long began = Stopwatch.GetTimestamp();
            await client.ReceiveAsync();
            bursts += Stopwatch.GetElapsedTime(began) < TimeSpan.FromMilliseconds(5) ? 1 : 0;
        }

        return bursts;
    }
}
