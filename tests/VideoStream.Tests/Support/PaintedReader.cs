using OpenCvSharp;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Frames;

namespace VideoStream.Tests.Support;

/// <summary>A camera whose frames have one grey level each, which depends on the frame's number.</summary>
internal sealed class PaintedReader : ICameraReader
{
    public PictureSize Size { get; set; } = new(64, 48);

    /// <summary>The grey level of all frames; null for one that depends on the number.</summary>
    public byte? Still { get; set; }

    /// <summary>Whether the frames are JPEGs.</summary>
    public bool IsJpeg { get; set; }

    public static byte Level(long number) => (byte)(number * 7 % 251);

    public SourceResult Open(CancellationToken cancellationToken) => SourceResult.Ok;

    public SourceResult Grab(CancellationToken cancellationToken) => SourceResult.Ok;

    public bool Retrieve(FrameContent content, CaptureStamp stamp)
    {
        if (IsJpeg)
        {
            using var painted = new Mat(Size.Height, Size.Width, MatType.CV_8UC3, Scalar.All(LevelOf(stamp)));
            content.Put(CameraJpeg.Payload(painted.ToBytes(".jpg")));
            return true;
        }

        content.Writable.Paint(Size, LevelOf(stamp));
        return true;
    }

    public void Close()
    {
    }

    private byte LevelOf(CaptureStamp stamp) => Still ?? Level(stamp.Number);
}
