using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Relay;

/// <summary>
/// The name of a variant in subjects: four tokens, so that permissions can name some of them. <c>jpeg.80.plain.640x360</c>,
/// <c>source.80.plain.full</c> (the camera's own JPEGs where it has some), <c>h264.750.osd.1280x720</c>.
/// </summary>
internal static class VariantName
{
    private const string Jpeg = "jpeg", Source = "source", H264 = "h264", Osd = "osd", Plain = "plain", Full = "full";

    private const int Longest = 100_000;

    /// <summary>The name of a variant that can be published.</summary>
    public static string Of(Variant variant)
    {
        (string codec, int rate) = variant.Encoding.Kind switch
        {
            EncodingKind.Jpeg => (Jpeg, variant.Encoding.Quality),
            EncodingKind.Passthrough => (Source, variant.Encoding.Quality),
            EncodingKind.H264 => (H264, variant.Encoding.Kilobits),
            _ => throw new ArgumentException($"{variant.Encoding} has no name", nameof(variant)),
        };
        string size = variant.MaxSize is { } box ? $"{box.Width}x{box.Height}" : Full;
        return string.Create(CultureInfo.InvariantCulture, $"{codec}.{rate}.{(variant.Osd ? Osd : Plain)}.{size}");
    }

    /// <summary>Reads a name. Others ask for it, so any text is allowed.</summary>
    public static bool TryParse(string name, [NotNullWhen(true)] out Variant? variant)
    {
        variant = null;
        if (name.Split('.') is not [var codec, var rateText, var osd, var sizeText]
            || osd is not (Osd or Plain)
            || !TryParseNumber(rateText, Longest, out int rate)
            || !TryParseSize(sizeText, out PictureSize? size))
            return false;
        VariantEncoding? encoding = codec switch
        {
            Jpeg when rate <= 100 => VariantEncoding.Jpeg(rate),
            Source when rate <= 100 => VariantEncoding.Passthrough(rate),
            H264 => VariantEncoding.H264(rate),
            _ => null,
        };
        variant = encoding is { } known ? new Variant(osd == Osd, size, known) : null;
        // One name for each: not with zeros before its numbers.
        if (variant is { } named && Of(named) != name)
            variant = null;
        return variant is not null;
    }

    private static bool TryParseSize(string text, out PictureSize? size)
    {
        size = null;
        if (text == Full)
            return true;
        if (text.Split('x') is not [var width, var height]
            || !TryParseNumber(width, SizeLimit, out int w)
            || !TryParseNumber(height, SizeLimit, out int h))
            return false;
        size = new(w, h);
        return true;
    }

    private const int SizeLimit = Configuration.SizeLimits.MaxSide;

    private static bool TryParseNumber(string text, int max, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= 1 && number <= max;
}
