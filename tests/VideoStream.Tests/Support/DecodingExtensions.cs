using VideoStream.Cameras;
using VideoStream.Frames;

namespace VideoStream.Tests.Support;

/// <summary>Puts JPEGs into frames, and decodes them as an encoder does.</summary>
internal static class DecodingExtensions
{
    /// <summary>Fills content with a camera's JPEG.</summary>
    /// <returns>True, as a reader does for a frame that is not damaged.</returns>
    public static bool PutJpeg(this FrameContent content, byte[] jpeg)
    {
        content.Put(CameraJpeg.Payload(jpeg));
        return true;
    }

    /// <summary>Decodes the newest frame of a camera.</summary>
    /// <returns>False if it can't be decoded.</returns>
    public static bool TryDecodeNewest(this Camera camera)
    {
        Assert.True(camera.Frames.TryTake(0, out Frame? frame));
        try
        {
            return !frame.Pixels().IsEmpty;
        }
        catch (InvalidDataException)
        {
            return false;
        }
        finally
        {
            frame.Release();
        }
    }
}
