using System.Globalization;
using OpenCvSharp;
using VideoStream.Frames;

namespace VideoStream.Cameras;

/// <summary>
/// Draws what viewers see while a camera isn't live: its last frame darkened, or a plain card if there never was one, and on it the
/// camera's name, what is wrong, for how long, and when it is tried again.
/// </summary>
internal static class PlaceholderRenderer
{
    private const HersheyFonts Font = HersheyFonts.HersheySimplex;
    private const int LineLength = 44;
    private const double Brightness = 0.3;

    // The height in pixels of OpenCV's font at the scale 1, with the room between lines.
    private const double FontHeight = 38, FontWidth = 19;

    private static readonly Scalar Plain = new(48, 40, 36);

    /// <summary>Draws a whole frame (BGR, 8 bits a channel) in the camera's size.</summary>
    public static void Draw(Mat frame, Camera camera, CameraStatus status, Frame? last, DateTimeOffset now)
    {
        PictureSize size = camera.Size;
        frame.Create(size.Height, size.Width, MatType.CV_8UC3);
        if (Pixels(last) is { } pixels)
            pixels.ConvertTo(frame, MatType.CV_8UC3, Brightness);
        else
            frame.SetTo(Plain);
        DrawLines(frame, [camera.Name, .. Words(status, now).SelectMany(Wrap)]);
    }

    /// <summary>What is to be said about a camera that isn't live.</summary>
    public static IEnumerable<string> Words(CameraStatus status, DateTimeOffset now)
    {
        yield return status.Reason ?? (status.State == CameraState.Lost ? "lost" : "starting");
        if (status is { Reason: not null, DownSince: { } down })
            yield return "for " + Duration(now - down);
        if (status.NextTry is { } next)
            yield return next > now ? $"next try in {Duration(next - now)}" : "trying again";
        else if (status is { State: CameraState.Connecting, Reason: not null })
            yield return "trying again now";
    }

    private static string Duration(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => "1 s",
        { TotalSeconds: < 100 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0} s"),
        { TotalMinutes: < 100 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0} h"),
    };

    private static Mat? Pixels(Frame? last)
    {
        try
        {
            return last?.Pixels;
        }
        catch (InvalidDataException)
        {
            // The last JPEG was one that can't be decoded.
            return null;
        }
    }

    /// <summary>Breaks at spaces where it can. OpenCV's font has printable ASCII only.</summary>
    private static IEnumerable<string> Wrap(string text)
    {
        string rest = string.Concat(text.Select(c => c is >= ' ' and <= '~' ? c : '?')).Trim();
        while (rest.Length > LineLength)
        {
            int space = rest.LastIndexOf(' ', LineLength);
            int end = space > 0 ? space : LineLength;
            yield return rest[..end];
            rest = rest[end..].TrimStart();
        }

        if (rest.Length > 0)
            yield return rest;
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
