using VideoStream.Configuration;
using VideoStream.Frames;

namespace VideoStream.Encoding.Overlay;

/// <summary>Where the items of the on-screen display are on frames of one size. All in pixels.</summary>
/// <param name="size">The size of the frames.</param>
/// <param name="capHeight">The height of the font's capital letters, as a part of its size.</param>
internal sealed class OsdLayout(PictureSize size, double capHeight)
{
    // The smallest that can be read.
    private const float MinFontSize = 6;

    private readonly int _lineHeight = Math.Max(12, size.Height / 26);

    /// <summary>The size of texts that fit.</summary>
    public float FontSize => _lineHeight * 0.9f;

    private int Margin => _lineHeight / 2;

    private double Capital => FontSize * capHeight;

    /// <summary>The column of a place: 0 is the left one.</summary>
    public static int Column(Anchor anchor) => (int)anchor % 3;

    /// <summary>The row of a place: 0 is the upper one.</summary>
    public static int Row(Anchor anchor) => (int)anchor / 3;

    /// <summary>The font size in which texts fit beside each other.</summary>
    /// <param name="widths">The widths of the texts in the three columns, in <see cref="FontSize"/>; 0 where there is none.</param>
    public float SizeFor(ReadOnlySpan<double> widths)
    {
        int gaps = widths.Length - widths.Count(0) - 1;
        double all = widths[1] > 0 ? widths[1] + (2 * Math.Max(widths[0], widths[2])) : widths[0] + widths[2];
        double room = size.Width - (2 * Margin) - (gaps * Margin);
        return all <= room ? FontSize : (float)Math.Max(MinFontSize, FontSize * room / all);
    }

    /// <summary>Where a text begins.</summary>
    public int X(Anchor anchor, double width) => (int)Math.Round(Column(anchor) switch
    {
        0 => Margin,
        1 => (size.Width - width) / 2,
        _ => size.Width - width - Margin,
    });

    /// <summary>The row that the letters of a text stand on.</summary>
    /// <param name="anchor">The text's place.</param>
    /// <param name="line">How many others are there before it.</param>
    public int Baseline(Anchor anchor, int line) => (int)Math.Round(Row(anchor) switch
    {
        0 => Margin + Capital + (line * _lineHeight),
        1 => ((size.Height + Capital) / 2) + (line * _lineHeight),
        _ => size.Height - Margin - (_lineHeight * 0.15) - (line * _lineHeight),
    });

    /// <summary>The middle of the crosshair.</summary>
    public int CrosshairX(OsdItemOptions crosshair) => size.Width * (Column(crosshair.Anchor) + 1) / 4;

    /// <inheritdoc cref="CrosshairX"/>
    public int CrosshairY(OsdItemOptions crosshair) => size.Height * (Row(crosshair.Anchor) + 1) / 4;
}
