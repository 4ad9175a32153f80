using OpenCvSharp;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Frames;

namespace VideoStream.Tests.Support;

/// <summary>
/// A camera whose frames are of one grey each, which tells the frame's number, unless it is told to show the same all the time.
/// </summary>
internal sealed class PaintedReader : ICameraReader
{
    public PictureSize Size { get; set; } = new(64, 48);

    /// <summary>What the next frame consists of; OpenCV encodes only those of one, three or four channels.</summary>
    public MatType Type { get; set; } = MatType.CV_8UC3;

    /// <summary>The grey that all frames have; null for one that tells the number.</summary>
    public byte? Still { get; set; }

    /// <summary>Whether it gives JPEGs.</summary>
    public bool IsJpeg { get; set; }

    public static byte Level(long number) => (byte)(number * 7 % 251);

    public SourceResult Open(CancellationToken cancellationToken) => SourceResult.Ok;

    public SourceResult Grab(CancellationToken cancellationToken) => SourceResult.Ok;

    public bool Retrieve(FrameContent content, CaptureStamp stamp)
    {
        if (IsJpeg)
        {
            using var painted = new Mat();
            Paint(painted, stamp);
            content.Put(CameraJpeg.Payload(painted.ToBytes(".jpg")));
            return true;
        }

        Paint(content.Writable, stamp);
        return true;
    }

    public void Close()
    {
    }

    private void Paint(Mat pixels, CaptureStamp stamp)
    {
        pixels.Create(Size.Height, Size.Width, Type);
        pixels.SetTo(Scalar.All(Still ?? Level(stamp.Number)));
    }
}
