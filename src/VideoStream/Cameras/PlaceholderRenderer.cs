using System.Text;
using OpenCvSharp;
using VideoStream.Frames;
using VideoStream.Frames.Text;

namespace VideoStream.Cameras;

/// <summary>Draws a placeholder: the camera's last frame darkened, or a plain card, with the camera's name and the text.</summary>
internal static class PlaceholderRenderer
{
    private const HersheyFonts Font = HersheyFonts.HersheySimplex;
    private const int LineLength = 44;
    private const double Brightness = 0.3;

    // The size in pixels of a character of OpenCV's font at scale 1, with the gap between lines.
    private const double FontHeight = 38, FontWidth = 19;

    // The size of an em of other fonts that looks like the scale 1.
    private const float EmSize = 32;

    private const byte PlainLuma = 40, PlainBlue = 133, PlainRed = 125, TextLuma = 200;

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

        string[] lines = [.. PlaceholderText.Lines(status, time).SelectMany(line => PlaceholderText.Wrap(line, LineLength))];
        DrawLines(frame, camera, lines);
    }

    /// <summary>Draws with the font of the on-screen display, or ASCII with OpenCV's where none is installed.</summary>
    private static void DrawLines(PixelPlanes frame, Camera camera, string[] lines)
    {
        if (TextFonts.Default is { IsEmpty: false } font)
        {
            DrawLines(frame, [.. PlaceholderText.Wrap(camera.Title, LineLength), .. lines], font);
            return;
        }

        using Mat luma = frame.Y.AsMat();
        string name = Ascii.IsValid(camera.Title) ? camera.Title : camera.Name;
        DrawLines(luma, [.. PlaceholderText.Wrap(name, LineLength), .. lines.Select(PlaceholderText.ToAscii)]);
    }

    private static void DrawLines(PixelPlanes frame, string[] lines, TextFont font)
    {
        float size = (float)Scale(frame.Size, lines.Length) * EmSize;
        var measuring = new TextPainter(font, EmSize);
        float widest = lines.Max(line => measuring.Measure(line));
        var painter = new TextPainter(font, Math.Min(size, EmSize * 0.92f * frame.Size.Width / Math.Max(1, widest)));
        double y = ((frame.Size.Height - (lines.Length * painter.LineHeight)) / 2) + (painter.LineHeight * 0.75);
        for (int i = 0; i < lines.Length; i++, y += painter.LineHeight)
            painter.DrawCentred(frame, lines[i], y, i == 0 ? byte.MaxValue : TextLuma);
    }

    private static double Scale(PictureSize size, int lines) =>
        Math.Min(size.Width * 0.92 / (LineLength * FontWidth), size.Height * 0.9 / (lines * FontHeight));

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
        Span<byte> darkened = stackalloc byte[byte.MaxValue + 1];
        for (int value = 0; value < darkened.Length; value++)
            darkened[value] = (byte)Math.Round((value * Brightness) + (towards * (1 - Brightness)));
        for (int y = 0; y < plane.Height; y++)
        {
            foreach (ref byte sample in plane.Row(y))
                sample = darkened[sample];
        }
    }

    private static void DrawLines(Mat frame, string[] lines)
    {
        double scale = Scale(new(frame.Width, frame.Height), lines.Length);
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
