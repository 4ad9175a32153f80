using OpenCvSharp;
using VideoStream.Cameras;
using VideoStream.Frames;

namespace VideoStream.Tests.Support;

/// <summary>A camera whose pictures are of one grey each, which tells the picture's number, unless it is told to show the same all the time.</summary>
internal sealed class PaintedReader : ICameraReader
{
    public PictureSize Size { get; set; } = new(64, 48);

    /// <summary>What the next picture consists of; OpenCV encodes only those of one, three or four channels.</summary>
    public MatType Type { get; set; } = MatType.CV_8UC3;

    /// <summary>The grey that all pictures have; null for one that tells the number.</summary>
    public byte? Still { get; set; }

    /// <summary>Whether it gives JPEGs.</summary>
    public bool IsJpeg { get; set; }

    public static byte Level(long number) => (byte)(number * 7 % 251);

    public string? Open(CancellationToken cancellationToken) => null;

    public string? Grab(CancellationToken cancellationToken) => null;

    public bool Retrieve(FrameContent content, Capture capture)
    {
        if (IsJpeg)
        {
            using var painted = new Mat();
            Paint(painted, capture);
            byte[] jpeg = painted.ToBytes(".jpg");
            var scanner = new JpegScanner();
            Assert.Equal(JpegScan.Complete, scanner.Advance(jpeg));
            content.Put(JpegBuffer.Copy(jpeg), scanner);
            return true;
        }

        Paint(content.Writable, capture);
        return true;
    }

    public void Close()
    {
    }

    private void Paint(Mat pixels, Capture capture)
    {
        pixels.Create(Size.Height, Size.Width, Type);
        pixels.SetTo(Scalar.All(Still ?? Level(capture.Number)));
    }
}
