using VideoStream.Cameras.Sources;
using VideoStream.Frames;

namespace VideoStream.Tests.Support;

/// <summary>Reads a camera as the capture thread does.</summary>
internal static class ReaderExtensions
{
    /// <summary>Grabs and retrieves a frame and returns the bytes of its JPEG; null if it is damaged.</summary>
    public static byte[]? NextJpeg(this ICameraReader reader)
    {
        Assert.True(reader.Grab(TestContext.Current.CancellationToken).IsOk);
        return reader.RetrieveJpeg();
    }

    public static byte[]? RetrieveJpeg(this ICameraReader reader)
    {
        using var pool = new FramePool();
        var content = new FrameContent(pool, default);
        byte[]? bytes = null;
        if (reader.Retrieve(content, default))
        {
            using EncodedPayload.Reading reading = content.Payload!.Read();
            bytes = reading.Bytes.ToArray();
        }

        content.Free();
        return bytes;
    }
}
