using System.Text.Json;
using OpenCvSharp;
using VideoStream.Cameras;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>A camera whose frames would keep the encoder threads busy for minutes each, beside an honest one.</summary>
public sealed class CostlyCameraTests
{
    [Fact]
    public async Task Frames_of_2000_scans_are_refused_with_the_reason_while_another_camera_is_encoded()
    {
        using var honest = new MjpegCamera();
        using var costly = new MjpegCamera { Still = MjpegCamera.OfScans(new Size(640, 480), 2000), Rate = 10 };
        using var service = new ServiceHost(
            ("Cameras:honest:Source", honest.Network.Url()), ("Cameras:costly:Source", costly.Network.Url()));
        using TestClient one = await TestClient.ConnectAsync(service.Address, "camera=costly&quality=30");
        using TestClient other = await TestClient.ConnectAsync(service.Address, "camera=costly&osd=true");
        using TestClient viewer = await TestClient.ConnectAsync(service.Address, "camera=honest&osd=true&adaptive=false");
        Camera sender = service.Get<CameraRegistry>().All.Single(camera => camera.Name == "honest");
        await viewer.LiveAsync();

        // Until the costly camera has sent many frames, and is given up for them.
        Task<string> reason = service.ReasonAsync("640x480 pixels in more than 100 scans, which takes too long to decode", "costly");
        long before = sender.Captured;
        int frames = 0;
        for (; !reason.IsCompleted; frames++)
            Assert.Equal("honest", (await viewer.LiveAsync()).Camera);
        long sent = sender.Captured - before;
        await reason;

        JsonElement status = await service.CameraAsync("costly");
        Assert.True(status.GetProperty("decode_errors").GetInt32() >= 10);
        Assert.Equal(0, status.GetProperty("passed_through").GetInt32());
        // Beside frames that are decoded it was one of a hundred, and the camera sends thirty a second.
        Assert.True(sent >= 10, $"{sent} frames were sent");
        Assert.True(frames >= sent / 5, $"{frames} of {sent} frames of the honest camera");
        Assert.True((await one.FrameAsync()).Live is false && (await other.FrameAsync()).Live is false);
    }
}
