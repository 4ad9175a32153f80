using System.Text;
using OpenCvSharp;
using VideoStream.Frames;

namespace VideoStream.Cameras;

/// <summary>Draws a placeholder: the camera's last frame darkened, or a plain card, with the camera's name and the text.</summary>
internal static class PlaceholderRenderer
{
    private const HersheyFonts Font = HersheyFonts.HersheySimplex;
    private const int LineLength = 44;
    private const double Brightness = 0.3;

    // The size in pixels of a character of OpenCV's font at scale 1, with the gap between lines.
    private const double FontHeight = 38, FontWidth = 19;

    private const byte PlainLuma = 40, PlainBlue = 133, PlainRed = 125;
    private const int TextLuma = 200;

    /// <summary>Draws a whole frame in the camera's size.</summary>
    public static void Draw(PixelPlanes frame, Camera camera, CameraStatus status, Frame? last, TimeProvider time)
    {
        if (Pixels(last) is { } pixels)
        {
            frame.CopyFrom(pixels);
            Darken(frame.Y, 0);
            Darken(frame.Cb, PixelPlanes.Neutral);
            Darken(frame.Cr, PixelPlanes.Neutral);
        }
        else
        {
            frame.Create(camera.Size, ChromaSubsampling.Yuv420);
            frame.Fill(PlainLuma, PlainBlue, PlainRed);
        }

        using Mat luma = frame.Y.AsMat();
        IEnumerable<string> lines = PlaceholderText.Lines(status, time).SelectMany(line => PlaceholderText.Wrap(line, LineLength));
        DrawLines(luma, [NameOf(camera), .. lines]);
    }

    /// <summary>
    /// The title if OpenCV's font has its characters. The fonts of the on-screen display would take 11 MB for a picture a second.
    /// </summary>
    private static string NameOf(Camera camera) => Ascii.IsValid(camera.Title) ? camera.Title : camera.Name;

    private static PixelPlanes? Pixels(Frame? last)
    {
        try
        {
            return last?.Pixels(last.Size);
        }
        catch (InvalidDataException)
        {
            // The last JPEG can't be decoded.
            return null;
        }
    }

    /// <summary>Moves samples towards the value of black, or of grey.</summary>
    private static void Darken(Plane plane, double towards)
    {
        if (plane.Height == 0)
            return;
        using Mat samples = plane.AsMat();
        samples.ConvertTo(samples, MatType.CV_8UC1, Brightness, towards * (1 - Brightness));
    }

    private static void DrawLines(Mat frame, string[] lines)
    {
        double scale = Math.Min(frame.Width * 0.92 / (LineLength * FontWidth), frame.Height * 0.9 / (lines.Length * FontHeight));
        double lineHeight = scale * FontHeight;
        double y = ((frame.Height - (lines.Length * lineHeight)) / 2) + (lineHeight * 0.75);
        int thickness = Math.Max(1, (int)Math.Round(scale * 1.6));
        for (int i = 0; i < lines.Length; i++, y += lineHeight)
        {
            Size size = Cv2.GetTextSize(lines[i], Font, scale, thickness, out _);
            var origin = new Point((frame.Width - size.Width) / 2, (int)y);
            Cv2.PutText(frame, lines[i], origin, Font, scale, Scalar.Black, thickness + 2);
            Scalar luma = i == 0 ? Scalar.White : Scalar.All(TextLuma);
            Cv2.PutText(frame, lines[i], origin, Font, scale, luma, thickness, LineTypes.AntiAlias);
        }
    }
}
