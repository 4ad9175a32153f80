using VideoStream.Cameras.Sources;
using VideoStream.Frames;

namespace VideoStream.Cameras;

/// <summary>Moves a grabbed frame from a reader to its camera.</summary>
internal static class FrameCapture
{
    /// <summary>
    /// Retrieves the grabbed frame and publishes it. Unless the source supplies a stamp, the time of the call is the time of capture.
    /// </summary>
    /// <returns>False if the frame is damaged. The camera counts it.</returns>
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
