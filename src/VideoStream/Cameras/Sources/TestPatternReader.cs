using System.Globalization;
using OpenCvSharp;
using VideoStream.Configuration;
using VideoStream.Frames;

namespace VideoStream.Cameras.Sources;

/// <summary>
/// Draws colour bars, a moving ball, the frame's number and the time. Every frame differs, so a viewer notices a frozen stream.
/// </summary>
internal sealed class TestPatternReader(CameraOptions options, TimeProvider time) : ICameraReader
{
    private const int Bars = 8;
    private const double RampTop = 0.64;

    private readonly PlaybackClock _clock = new(time);
    private PixelPlanes? _background;

    public SourceResult Open(CancellationToken cancellationToken)
    {
        _background ??= Background(options.Width, options.Height);
        _clock.Restart();
        return SourceResult.Ok;
    }

    public SourceResult Grab(CancellationToken cancellationToken)
    {
        _clock.WaitForNext(TimeSpan.FromSeconds(1 / options.FrameRate), cancellationToken);
        return SourceResult.Ok;
    }

    public bool Retrieve(FrameContent content, CaptureStamp stamp)
    {
        PixelPlanes pixels = content.Writable;
        pixels.CopyFrom(_background!);
        DrawBall(pixels, stamp.Number);
        // There is nothing but grey under the text.
        using Mat luma = pixels.Y.AsMat();
        DrawText(luma, 0, "Picture " + stamp.Number.ToString(CultureInfo.InvariantCulture));
        DrawText(luma, 1, stamp.At.UtcDateTime.ToString("HH:mm:ss.fff 'UTC'", CultureInfo.InvariantCulture));
        return true;
    }

    public void Close()
    {
        _background?.Dispose();
        _background = null;
    }

    private static PixelPlanes Background(int width, int height)
    {
        var pixels = new PixelPlanes();
        pixels.Create(new(width, height), ChromaSubsampling.Yuv420);
        pixels.Fill(0);
        int bottom = (int)(height * RampTop);
        for (int i = 0; i < Bars; i++)
        {
            int inverted = Bars - 1 - i;
            YCbCrColour colour = YCbCrColour.FromRgb(
                ((inverted >> 1) & 1) * 191, ((inverted >> 2) & 1) * 191, (inverted & 1) * 191);
            DrawBar(pixels.Y, i, bottom, colour.Luma);
            DrawBar(pixels.Cb, i, bottom / 2, colour.Blue);
            DrawBar(pixels.Cr, i, bottom / 2, colour.Red);
        }

        for (int y = bottom; y < height; y++)
        {
            for (int x = 0; x < width; x++)
                pixels.Y.Row(y)[x] = (byte)(160.0 * x / width);
        }

        return pixels;
    }

    private static void DrawBar(Plane plane, int bar, int bottom, byte value)
    {
        int left = plane.Width * bar / Bars, right = plane.Width * (bar + 1) / Bars;
        for (int y = 0; y < bottom; y++)
            plane.Row(y)[left..right].Fill(value);
    }

    /// <summary>The ball moves across and back in eight seconds, up and down as it goes.</summary>
    private void DrawBall(PixelPlanes pixels, long number)
    {
        double phase = number / (options.FrameRate * 8) % 1;
        double across = phase < 0.5 ? phase * 2 : 2 - (phase * 2);
        double height = 0.34 + (0.2 * Math.Sin(phase * 6 * Math.PI));
        int radius = Math.Max(2, pixels.Size.Height / 16);
        var center = new Point(radius + (across * (pixels.Size.Width - (2 * radius))), height * pixels.Size.Height);
        using (Mat luma = pixels.Y.AsMat())
        {
            Cv2.Circle(luma, center, radius, Scalar.White, -1, LineTypes.AntiAlias);
            Cv2.Circle(luma, center, radius, Scalar.Black, Math.Max(1, radius / 8), LineTypes.AntiAlias);
        }

        foreach (Plane plane in (ReadOnlySpan<Plane>)[pixels.Cb, pixels.Cr])
        {
            using Mat colour = plane.AsMat();
            Cv2.Circle(colour, new Point(center.X / 2, center.Y / 2), radius / 2, Scalar.All(PixelPlanes.Neutral), -1, LineTypes.AntiAlias);
        }
    }

    /// <summary>The text is on the grey ramp, where it does not overlap the items of an OSD.</summary>
    private static void DrawText(Mat pixels, int line, string text)
    {
        double lineHeight = pixels.Height * 0.13;
        double scale = Math.Min(lineHeight / 40, pixels.Width / 500.0);
        var origin = new Point(pixels.Width / 40.0, (pixels.Height * RampTop) + ((line + 0.75) * lineHeight));
        Cv2.PutText(pixels, text, origin, HersheyFonts.HersheySimplex, scale, Scalar.White, Math.Max(1, (int)(scale * 2)));
    }
}
