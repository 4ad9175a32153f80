using System.Globalization;
using VideoStream.Configuration;
using VideoStream.Frames;

namespace VideoStream.Encoding.Overlay;

/// <summary>What an item of the on-screen display says.</summary>
/// <param name="Widest">Its text, or the widest that it can have.</param>
/// <param name="Write">Writes the text for a frame; null if it is always the same.</param>
internal sealed record OsdText(string Widest, OsdText.Writer? Write = null)
{
    /// <summary>More than any text has that is written for a frame.</summary>
    public const int MaxLength = 64;

    /// <summary>Writes a text.</summary>
    /// <returns>How many characters it has.</returns>
    public delegate int Writer(Frame frame, Span<char> text);

    /// <summary>The items with a text, in the order in which they stand at the same place.</summary>
    public static IEnumerable<(OsdItemOptions Item, OsdText Text)> All(OsdOptions options, string title, PictureSize source) =>
    [
        (options.CameraName, new OsdText(title)),
        (options.Clock, new OsdText("0000-00-00 00:00:00.000 UTC", WriteClock)),
        (options.Rate, new OsdText("000.0 fps", WriteRate)),
        (options.Size, new OsdText(source.ToString())),
        (options.Text, new OsdText(options.Text.Value)),
    ];

    private static int WriteClock(Frame frame, Span<char> text) =>
        frame.CapturedAt.UtcDateTime.TryFormat(text, out int length, "yyyy-MM-dd HH:mm:ss.fff 'UTC'", CultureInfo.InvariantCulture)
            ? length
            : 0;

    private static int WriteRate(Frame frame, Span<char> text) =>
        frame.Rate.TryFormat(text, out int length, "0.0 'fps'", CultureInfo.InvariantCulture) ? length : 0;
}
