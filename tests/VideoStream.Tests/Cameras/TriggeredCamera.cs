using Microsoft.Extensions.Time.Testing;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras;

/// <summary>A camera that captures a frame when the test calls for one. Its time stands still until the test moves it.</summary>
public abstract class TriggeredCamera : IDisposable
{
    protected TriggeredCamera()
    {
        Camera = new Camera("front", new CameraOptions { Width = 640, Height = 360 }, Time);
        Connection = Camera.Connect(null);
    }

    private protected FakeTimeProvider Time { get; } = new(TestFrames.CapturedAt);

    private protected ScriptedReader Reader { get; } = new();

    private protected Camera Camera { get; }

    private protected int Connection { get; set; }

    public void Dispose()
    {
        Camera.Close();
        Assert.Equal(0, Camera.Pool.Rented);
        GC.SuppressFinalize(this);
    }

    private protected bool Capture() => FrameCapture.TryPublish(Camera, Reader, Connection);

    private protected void ShowPlaceholder()
    {
        var content = new FrameContent(Camera.Pool, default);
        content.Writable.Paint(new PictureSize(64, 48), 0);
        Camera.ShowPlaceholder(content, Camera.Status);
    }
}
