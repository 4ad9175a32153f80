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

        content.Writable.Paint(new PictureSize(64, 48), 100);
        content.Writable.Y.Row(47)[63] = Shown;
        return true;
    }

    public void Close()
    {
    }
}
