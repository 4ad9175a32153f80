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
    private Mat? _background;

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
        Mat pixels = content.Writable;
        _background!.CopyTo(pixels);
        DrawBall(pixels, stamp.Number);
        DrawText(pixels, 0, "Picture " + stamp.Number.ToString(CultureInfo.InvariantCulture));
        DrawText(pixels, 1, stamp.At.UtcDateTime.ToString("HH:mm:ss.fff 'UTC'", CultureInfo.InvariantCulture));
        return true;
    }

    public void Close()
    {
        _background?.Dispose();
        _background = null;
    }

    private static Mat Background(int width, int height)
    {
        var mat = new Mat(height, width, MatType.CV_8UC3, Scalar.Black);
        int barsBottom = (int)(height * RampTop);
        for (int i = 0; i < Bars; i++)
        {
            int left = width * i / Bars;
            int inverted = Bars - 1 - i;
            var colour = new Scalar((inverted & 1) * 191, ((inverted >> 2) & 1) * 191, ((inverted >> 1) & 1) * 191);
            Cv2.Rectangle(mat, new Rect(left, 0, (width * (i + 1) / Bars) - left, barsBottom), colour, -1);
        }

        for (int x = 0; x < width; x++)
            Cv2.Line(mat, x, barsBottom, x, height - 1, Scalar.All(160.0 * x / width));
        return mat;
    }

    /// <summary>The ball moves across and back in eight seconds, up and down as it goes.</summary>
    private void DrawBall(Mat pixels, long number)
    {
        double phase = number / (options.FrameRate * 8) % 1;
        double across = phase < 0.5 ? phase * 2 : 2 - (phase * 2);
        double height = 0.34 + (0.2 * Math.Sin(phase * 6 * Math.PI));
        int radius = Math.Max(2, pixels.Height / 16);
        var center = new Point(radius + (across * (pixels.Width - (2 * radius))), height * pixels.Height);
        Cv2.Circle(pixels, center, radius, Scalar.White, -1, LineTypes.AntiAlias);
        Cv2.Circle(pixels, center, radius, Scalar.Black, Math.Max(1, radius / 8), LineTypes.AntiAlias);
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
