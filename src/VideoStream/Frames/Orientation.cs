using OpenCvSharp;

namespace VideoStream.Frames;

/// <summary>How frames are turned before viewers see them, for a camera that is mounted upside down or films a mirror.</summary>
/// <param name="Degrees">Clockwise: 0, 90, 180 or 270.</param>
/// <param name="FlipHorizontal">Whether left and right are swapped, after turning.</param>
/// <param name="FlipVertical">Whether top and bottom are swapped, after turning.</param>
internal readonly record struct Orientation(int Degrees, bool FlipHorizontal, bool FlipVertical)
{
    public bool IsAsCaptured => this == default;

    public PictureSize Turn(PictureSize size) => Degrees is 90 or 270 ? new(size.Height, size.Width) : size;

    /// <summary>This orientation and then another one, in their one common form: of two flips a turn by 180 degrees is made.</summary>
    public Orientation Then(Orientation next)
    {
        // A flip before a quarter turn is the other flip after it.
        bool isQuarter = next.Degrees is 90 or 270;
        bool horizontal = (isQuarter ? FlipVertical : FlipHorizontal) ^ next.FlipHorizontal;
        bool vertical = (isQuarter ? FlipHorizontal : FlipVertical) ^ next.FlipVertical;
        int degrees = Degrees + next.Degrees + (horizontal && vertical ? 180 : 0);
        return new(degrees % 360, horizontal && !vertical, vertical && !horizontal);
    }

    /// <summary>
    /// Writes a turned copy. A quarter turn would make columns of what has a colour sample for two pixels of a row, so the copy then has
    /// one for two times two pixels.
    /// </summary>
    public void Turn(PixelPlanes from, PixelPlanes to)
    {
        bool isQuarter = Degrees is 90 or 270;
        bool isReduced = isQuarter && from.Subsampling == ChromaSubsampling.Yuv422;
        to.Create(Turn(from.Size), isReduced ? ChromaSubsampling.Yuv420 : from.Subsampling);
        Turn(from.Y, to.Y);
        if (from.IsGrey)
            return;
        Turn(from.Cb, to.Cb);
        Turn(from.Cr, to.Cr);
    }

    private void Turn(Plane plane, Plane into)
    {
        using Mat from = plane.AsMat(), to = into.AsMat();
        PictureSize size = Turn(new PictureSize(plane.Width, plane.Height));
        if (size == new PictureSize(into.Width, into.Height))
        {
            Turn(from, to);
            return;
        }

        using var turned = new Mat();
        Turn(from, turned);
        Cv2.Resize(turned, to, new Size(into.Width, into.Height), 0, 0, InterpolationFlags.Area);
    }

    private void Turn(Mat from, Mat to)
    {
        switch (Degrees)
        {
            case 90:
                Cv2.Rotate(from, to, RotateFlags.Rotate90Clockwise);
                break;
            case 180:
                Cv2.Rotate(from, to, RotateFlags.Rotate180);
                break;
            case 270:
                Cv2.Rotate(from, to, RotateFlags.Rotate90Counterclockwise);
                break;
            default:
                from.CopyTo(to);
                break;
        }

        if (FlipHorizontal || FlipVertical)
            Cv2.Flip(to, to, FlipHorizontal && FlipVertical ? FlipMode.XY : FlipHorizontal ? FlipMode.Y : FlipMode.X);
    }
}
