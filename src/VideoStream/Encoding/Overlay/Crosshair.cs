using VideoStream.Frames;
using VideoStream.Frames.Text;

namespace VideoStream.Encoding.Overlay;

/// <summary>Draws a crosshair: two white lines with a black outline.</summary>
internal static class Crosshair
{
    /// <summary>The crosshair for frames of a size. Its origin is its middle.</summary>
    public static CoverageMask Of(PictureSize size)
    {
        int arm = Math.Max(4, size.Height / 16);
        int thickness = Math.Max(1, size.Height / 500);
        var drawing = new CoverageMask();
        drawing.Clear(-arm - thickness, -arm - thickness, (2 * (arm + thickness)) + 1, (2 * (arm + thickness)) + 1);
        int half = thickness / 2;
        int length = (2 * arm) + 1;
        // The outlines first: neither line crosses the other with its own.
        drawing.Add(-arm - thickness, -half - thickness, length + (2 * thickness), 3 * thickness, isLight: false);
        drawing.Add(-half - thickness, -arm - thickness, 3 * thickness, length + (2 * thickness), isLight: false);
        drawing.Add(-arm, -half, length, thickness, isLight: true);
        drawing.Add(-half, -arm, thickness, length, isLight: true);
        return drawing;
    }
}
