using System.Globalization;
using OpenCvSharp;
using VideoStream.Configuration;
using VideoStream.Frames;

namespace VideoStream.Encoding.Overlay;

/// <summary>
/// Draws the on-screen display of one camera. Text is white with a black outline, readable on light and dark, and its height follows the
/// frame's. It may draw on several frames at once.
/// </summary>
internal sealed class OsdRenderer(OsdOptions options, string cameraName)
{
    private const HersheyFonts Font = HersheyFonts.HersheySimplex;

    private readonly (Func<OsdOptions, OsdItemOptions> Item, Func<OsdOptions, Frame, string> Text)[] _items =
    [
        (osd => osd.CameraName, (_, _) => cameraName),
        (osd => osd.Clock, (_, frame) => Clock(frame)),
        (osd => osd.Rate, (_, frame) => frame.Rate.ToString("0.0 'fps'", CultureInfo.InvariantCulture)),
        (osd => osd.Size, (_, frame) => frame.Size.ToString()),
        (osd => osd.Text, (osd, _) => osd.Text.Value),
    ];

    private OsdOptions _options = options;

    /// <summary>The items and their places. Replaced as a whole, by any thread; a frame has the old or the new ones.</summary>
    public OsdOptions Options
    {
        get => Volatile.Read(ref _options);
        set => Volatile.Write(ref _options, value);
    }

    /// <summary>Whether the display differs from frame to frame, also if the camera's frames don't.</summary>
    public bool HasDynamicOverlay => Options is { Clock.Enabled: true } or { Rate.Enabled: true };

    /// <summary>Draws on pixels.</summary>
    /// <param name="planes">The pixels of the frame, in any size.</param>
    /// <param name="frame">The frame, whose facts are drawn.</param>
    public void Draw(PixelPlanes planes, Frame frame)
    {
        using Mat pixels = planes.Y.AsMat();
        OsdOptions osd = Options;
        if (osd.Crosshair.Enabled)
            DrawCrosshair(pixels, osd.Crosshair.Anchor);
        Span<int> linesAt = stackalloc int[9];
        foreach (var (itemOf, text) in _items)
        {
            OsdItemOptions item = itemOf(osd);
            // OpenCV refuses to draw an empty text.
            if (!item.Enabled || text(osd, frame) is not { Length: > 0 } words)
                continue;
            int line = linesAt[(int)item.Anchor]++;
            DrawText(pixels, words, item.Anchor, line);
        }
    }

    private static string Clock(Frame frame) =>
        frame.CapturedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff 'UTC'", CultureInfo.InvariantCulture);

    private static void DrawText(Mat pixels, string text, Anchor anchor, int line)
    {
        int lineHeight = Math.Max(12, pixels.Height / 26);
        double scale = lineHeight / 32.0;
        int thickness = Math.Max(1, (int)Math.Round(scale * 2));
        int margin = lineHeight / 2;
        Size size = Cv2.GetTextSize(text, Font, scale, thickness, out int baseline);

        int x = Column(anchor) switch
        {
            0 => margin,
            1 => (pixels.Width - size.Width) / 2,
            _ => pixels.Width - size.Width - margin,
        };
        int y = Row(anchor) switch
        {
            0 => margin + size.Height + (line * lineHeight),
            1 => ((pixels.Height + size.Height) / 2) + (line * lineHeight),
            _ => pixels.Height - margin - baseline / 2 - (line * lineHeight),
        };
        Cv2.PutText(pixels, text, new Point(x, y), Font, scale, Scalar.Black, thickness + 2);
        Cv2.PutText(pixels, text, new Point(x, y), Font, scale, Scalar.White, thickness, LineTypes.AntiAlias);
    }

    private static void DrawCrosshair(Mat pixels, Anchor anchor)
    {
        int x = pixels.Width * (Column(anchor) + 1) / 4;
        int y = pixels.Height * (Row(anchor) + 1) / 4;
        int arm = Math.Max(4, pixels.Height / 16);
        int thickness = Math.Max(1, pixels.Height / 500);
        ReadOnlySpan<(Scalar Colour, int Thickness)> strokes = [(Scalar.Black, thickness * 3), (Scalar.White, thickness)];
        foreach (var (colour, width) in strokes)
        {
            Cv2.Line(pixels, x - arm, y, x + arm, y, colour, width);
            Cv2.Line(pixels, x, y - arm, x, y + arm, colour, width);
        }
    }

    private static int Column(Anchor anchor) => (int)anchor % 3;

    private static int Row(Anchor anchor) => (int)anchor / 3;
}
