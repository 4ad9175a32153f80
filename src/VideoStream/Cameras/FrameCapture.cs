using VideoStream.Cameras.Sources;
using VideoStream.Frames;

namespace VideoStream.Cameras;

/// <summary>The step between a reader that has grabbed a frame and the camera that publishes it.</summary>
internal static class FrameCapture
{
    /// <summary>
    /// Retrieves the grabbed frame and publishes it. The call is the moment of capture, unless the source brings a stamp of its own.
    /// </summary>
    /// <returns>False if the frame is damaged, which is counted.</returns>
    public static bool TryPublish(Camera camera, ICameraReader reader, int connection)
    {
        CaptureStamp stamp = reader.Stamp ?? camera.NextStamp();
        var content = new FrameContent(camera.Pool, camera.Options.Orientation);
        bool isGood = false;
        try
        {
            isGood = reader.Retrieve(content, stamp) && !content.IsEmpty;
            if (isGood)
                content.Turn();
        }
        catch
        {
            content.Free();
            throw;
        }

        if (isGood)
        {
            camera.Publish(connection, content, stamp);
            return true;
        }

        content.Free();
        camera.AddDecodeError();
        return false;
    }
}
