using System.Text;
using HarfBuzzSharp;
using SkiaSharp;
using SkiaSharp.HarfBuzz;

namespace VideoStream.Frames.Text;

/// <summary>One font file, with what shapes text in it. It lives as long as the process, and is used by one thread at a time.</summary>
internal sealed class FontFace(SKTypeface typeface, int number)
{
    /// <summary>Its place among the fonts that draw a text together: 0 is the first.</summary>
    public int Number => number;

    /// <summary>Makes glyphs and their places of characters.</summary>
    public SKShaper Shaper { get; } = new(typeface);

    /// <summary>The height of a capital letter, as a part of the size.</summary>
    public double CapHeight
    {
        get
        {
            using SKFont font = InSize(1);
            return font.Metrics.CapHeight is > 0 and < 1 and var height ? height : 0.73;
        }
    }

    /// <summary>Whether HarfBuzz finds glyphs in a font: it knows neither Type 1 nor WOFF, which Skia opens all the same.</summary>
    public static bool CanShape(SKTypeface typeface)
    {
        using SKStreamAsset? file = typeface.OpenStream(out int index);
        if (file is null)
            return false;
        using Blob blob = file.ToHarfBuzzBlob();
        using var face = new Face(blob, index);
        return face.GlyphCount > 0;
    }

    public bool Has(Rune character)
    {
        using SKFont font = new(typeface);
        return font.ContainsGlyph(character.Value);
    }

    /// <summary>The font in one size, for glyphs at any fraction of a pixel. The caller disposes of it.</summary>
    /// <param name="size">The height of an em in pixels.</param>
    public SKFont InSize(float size) => new(typeface, size)
    {
        Edging = SKFontEdging.Antialias,
        Hinting = SKFontHinting.None,
        LinearMetrics = true,
        Subpixel = true,
    };
}
