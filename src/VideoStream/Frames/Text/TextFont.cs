using SkiaSharp;

namespace VideoStream.Frames.Text;

/// <summary>A font, and the fonts of the system for the characters that it lacks. Any thread may use it.</summary>
internal sealed class TextFont
{
    /// <summary>There is no font: texts have no width, and nothing is drawn.</summary>
    public static readonly TextFont None = new();

    private readonly Lock _gate = new();
    private readonly FontFaces? _faces;

    public TextFont(SKTypeface typeface)
    {
        _faces = new FontFaces(typeface);
        CapHeight = _faces.First.CapHeight;
    }

    private TextFont()
    {
    }

    /// <summary>Whether there is no font.</summary>
    public bool IsEmpty => _faces is null;

    /// <summary>The height of a capital letter, as a part of the size.</summary>
    public double CapHeight { get; }

    /// <summary>Places the glyphs of a text on a line, each from the first font that has it.</summary>
    /// <param name="text">A text in any scripts, without line breaks.</param>
    /// <param name="size">The height of an em in pixels.</param>
    public ShapedText Shape(string text, float size)
    {
        if (_faces is null || text.Length == 0)
            return ShapedText.Empty;
        lock (_gate)
            return new TextShaper(_faces, size).Shape(text);
    }

    /// <summary>Draws a glyph.</summary>
    /// <param name="glyph">Which one, and of which font.</param>
    /// <param name="size">The height of an em in pixels.</param>
    /// <param name="quarter">How many quarters of a pixel it is moved to the right, 0 to 3.</param>
    /// <param name="outline">The width of the outline in pixels.</param>
    public GlyphMask Rasterize(ShapedGlyph glyph, float size, int quarter, float outline)
    {
        lock (_gate)
            return GlyphRasterizer.Draw(glyph, size, quarter / 4f, outline);
    }
}
