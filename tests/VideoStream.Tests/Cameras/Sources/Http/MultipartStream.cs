using VideoStream.Cameras.Sources.Http;
using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources.Http;

/// <summary>Writes multipart streams, and reads them.</summary>
internal static class MultipartStream
{
    public static byte[] Part(byte[] jpeg, bool withLength = true) => CameraDialect.Write(
        $"--frame\r\nContent-Type: image/jpeg\r\n{(withLength ? "Content-Length: {length}\r\n" : "")}\r\n{{jpeg}}\r\n", jpeg);

    public static MultipartJpegReader Read(byte[] stream, string? boundary = "frame", int atMost = 4096) =>
        new(new JpegReceiver(new ChoppedStream(stream, atMost)), boundary, "http://camera");

    /// <summary>The bytes of the next frame; null if it is damaged.</summary>
    public static byte[]? Next(MultipartJpegReader frames)
    {
        Assert.True(frames.ReadNext().IsOk);
        if (!frames.TryDetachFrame(out PooledBuffer? buffer))
            return null;
        byte[] bytes = buffer.Bytes.ToArray();
        buffer.Release();
        return bytes;
    }
}
