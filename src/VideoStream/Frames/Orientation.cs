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

    /// <summary>Writes a turned copy.</summary>
    public void Turn(Mat from, Mat to)
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
