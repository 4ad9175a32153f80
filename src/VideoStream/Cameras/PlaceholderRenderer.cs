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

    private static readonly Scalar Plain = new(48, 40, 36);

    /// <summary>Draws a whole frame (BGR, 8 bits per channel) in the camera's size.</summary>
    public static void Draw(Mat frame, Camera camera, CameraStatus status, Frame? last, TimeProvider time)
    {
        PictureSize size = camera.Size;
        frame.Create(size.Height, size.Width, MatType.CV_8UC3);
        if (Pixels(last) is { } pixels)
            pixels.ConvertTo(frame, MatType.CV_8UC3, Brightness);
        else
            frame.SetTo(Plain);
        DrawLines(frame, [camera.Name, .. PlaceholderText.Lines(status, time).SelectMany(line => PlaceholderText.Wrap(line, LineLength))]);
    }

    private static Mat? Pixels(Frame? last)
    {
        try
        {
            return last?.Pixels;
        }
        catch (InvalidDataException)
        {
            // The last JPEG can't be decoded.
            return null;
        }
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
            Scalar colour = i == 0 ? Scalar.White : new Scalar(80, 200, 255);
            Cv2.PutText(frame, lines[i], origin, Font, scale, colour, thickness, LineTypes.AntiAlias);
        }
    }
}
