namespace VideoStream.Frames.Text;

/// <summary>
/// Draws lines of outlined text in one size. It keeps what it has drawn by glyph, so a text that changes with each frame is put together
/// from pictures of its characters. One thread at a time uses it.
/// </summary>
/// <param name="font">The font.</param>
/// <param name="size">The height of an em in pixels.</param>
internal sealed class TextPainter(TextFont font, float size)
{
    private const int MaxPieces = 256, MaxGlyphs = 2048;

    private readonly float _outline = Math.Max(1, size / 16);
    private readonly Dictionary<string, ShapedText> _pieces = [];
    private readonly Dictionary<long, GlyphMask> _glyphs = [];
    private readonly List<(GlyphMask Mask, int X, int Y)> _line = [];
    private readonly CoverageMask _drawn = new();

    /// <summary>The height of a capital letter in pixels.</summary>
    public double CapHeight => size * font.CapHeight;

    /// <summary>Pixels from a baseline to the next one.</summary>
    public double LineHeight => size * 1.2;

    /// <summary>The width of a text in pixels, without its outline.</summary>
    public float Measure(ReadOnlySpan<char> text)
    {
        float width = 0;
        foreach (Range piece in new PieceEnumerator(text))
            width += Shaped(text[piece]).Width;
        return width;
    }

    /// <summary>Draws a text into a picture.</summary>
    /// <param name="pixels">The picture.</param>
    /// <param name="text">A text in any scripts, without line breaks.</param>
    /// <param name="x">Where it begins.</param>
    /// <param name="baseline">The row that its letters stand on.</param>
    /// <param name="level">The luma of the text; the outline is black.</param>
    public void Draw(PixelPlanes pixels, ReadOnlySpan<char> text, double x, double baseline, byte level = byte.MaxValue)
    {
        Render(text, _drawn);
        PlaneBlender.Blend(pixels, _drawn, (int)Math.Round(x), (int)Math.Round(baseline), level);
    }

    /// <summary>Draws a text into the middle of a picture's width.</summary>
    /// <inheritdoc cref="Draw"/>
    public void DrawCentred(PixelPlanes pixels, ReadOnlySpan<char> text, double baseline, byte level = byte.MaxValue) =>
        Draw(pixels, text, (pixels.Size.Width - Measure(text)) / 2, baseline, level);

    /// <summary>Makes the drawing of a text. Its origin is the beginning of the baseline.</summary>
    public void Render(ReadOnlySpan<char> text, CoverageMask drawing)
    {
        _line.Clear();
        float x = 0;
        foreach (Range piece in new PieceEnumerator(text))
        {
            ShapedText shaped = Shaped(text[piece]);
            foreach (ShapedGlyph glyph in shaped.Glyphs)
                Add(glyph, x + glyph.X);
            x += shaped.Width;
        }

        Clear(drawing);
        foreach (var (mask, left, baseline) in _line)
            drawing.Add(mask, left, baseline);
    }

    private ShapedText Shaped(ReadOnlySpan<char> piece)
    {
        var pieces = _pieces.GetAlternateLookup<ReadOnlySpan<char>>();
        if (pieces.TryGetValue(piece, out ShapedText? shaped))
            return shaped;
        if (_pieces.Count >= MaxPieces)
            _pieces.Clear();
        return _pieces[piece.ToString()] = font.Shape(piece.ToString(), size);
    }

    private void Add(ShapedGlyph glyph, float at)
    {
        int quarters = (int)MathF.Round(at * 4);
        long key = ((long)glyph.Face.Number << 32) | ((long)glyph.Id << 2) | (quarters & 3L);
        if (!_glyphs.TryGetValue(key, out GlyphMask? mask))
        {
            if (_glyphs.Count >= MaxGlyphs)
                _glyphs.Clear();
            mask = _glyphs[key] = font.Rasterize(glyph, size, quarters & 3, _outline);
        }

        if (mask.Width > 0)
            _line.Add((mask, quarters >> 2, (int)MathF.Round(glyph.Y)));
    }

    /// <summary>Makes room for the glyphs of the line.</summary>
    private void Clear(CoverageMask drawing)
    {
        int left = int.MaxValue, top = int.MaxValue, right = int.MinValue, bottom = int.MinValue;
        foreach (var (mask, x, y) in _line)
        {
            left = Math.Min(left, x + mask.Left);
            top = Math.Min(top, y + mask.Top);
            right = Math.Max(right, x + mask.Left + mask.Width);
            bottom = Math.Max(bottom, y + mask.Top + mask.Height);
        }

        if (_line.Count == 0)
            drawing.Clear(0, 0, 0, 0);
        else
            drawing.Clear(left, top, right - left, bottom - top);
    }
}
