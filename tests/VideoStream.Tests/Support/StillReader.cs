using OpenCvSharp;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Frames;

namespace VideoStream.Tests.Support;

/// <summary>A camera whose frames are equal except for one byte at their end, as pixels or as JPEGs.</summary>
internal sealed class StillReader : ICameraReader
{
    public bool IsJpeg { get; init; }

    /// <summary>The last byte; of a JPEG, the last before its end marker.</summary>
    public byte Shown { get; set; }

    public SourceResult Open(CancellationToken cancellationToken) => SourceResult.Ok;

    public SourceResult Grab(CancellationToken cancellationToken) => SourceResult.Ok;

    public bool Retrieve(FrameContent content, CaptureStamp stamp)
    {
        if (IsJpeg)
        {
            byte[] jpeg = CameraJpeg.Noise();
            jpeg[^3] = Shown;
            content.Put(CameraJpeg.Payload(jpeg));
            return true;
        }

        Mat pixels = content.Writable;
        pixels.Create(48, 64, MatType.CV_8UC3);
        pixels.SetTo(Scalar.All(100));
        pixels.Set(47, 63, new Vec3b(100, 100, Shown));
        return true;
    }

    public void Close()
    {
    }
}
