using VideoStream.Cameras.Sources;
using VideoStream.Frames;
using VideoStream.Frames.H264;

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
        var content = new FrameContent(camera.Pool, camera.Options.Orientation, camera.Decodes, camera.Decoder);
        bool isGood = false;
        try
        {
            isGood = reader.Retrieve(content, stamp) && !content.IsEmpty && IsDecodable(camera, content);
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
            camera.Video.Problem = reader.VideoProblem;
            camera.Publish(connection, content, stamp);
            camera.Follower.OnUnit();
            return true;
        }

        content.Free();
        camera.AddDecodeError();
        return false;
    }

    /// <summary>
    /// Frames are decoded when a viewer needs it, and not here. But if none of the last ones could be, the next are tried before they are
    /// published: such frames are damaged, though nothing is wrong with their structure, and a camera of these is not live.
    /// </summary>
    /// <remarks>A video's frames depend on others. It is for its reader to give it up.</remarks>
    private static bool IsDecodable(Camera camera, FrameContent content) =>
        !camera.Decodes.IsInDoubt || content.Payload is H264Payload || content.CanDecode();
}
