using HarfBuzzSharp;
using SkiaSharp;
using SkiaSharp.HarfBuzz;
using Buffer = HarfBuzzSharp.Buffer;

namespace VideoStream.Frames.Text;

/// <summary>Places the glyphs of texts in one size, by HarfBuzz.</summary>
internal sealed class TextShaper(FontFaces fonts, float size)
{
    /// <summary>Places the glyphs of a text from left to right as they are seen.</summary>
    public ShapedText Shape(string text)
    {
        var glyphs = new List<ShapedGlyph>(text.Length);
        float x = 0;
        foreach (TextRun run in TextRuns.InVisualOrder(text, fonts))
            x += Add(text, run, x, glyphs);
        return new ShapedText([.. glyphs], x);
    }

    private float Add(string text, TextRun run, float x, List<ShapedGlyph> glyphs)
    {
        using var buffer = new Buffer();
        buffer.ContentType = ContentType.Unicode;
        buffer.AddUtf16(text, run.Start, run.Length);
        buffer.Direction = run.Level % 2 == 1 ? Direction.RightToLeft : Direction.LeftToRight;
        buffer.Script = run.Script;
        buffer.Language = Language.Default;
        using SKFont sized = run.Face.InSize(size);
        SKShaper.Result shaped = run.Face.Shaper.Shape(buffer, sized);
        for (int i = 0; i < shaped.Codepoints.Length; i++)
        {
            SKPoint at = shaped.Points[i];
            glyphs.Add(new ShapedGlyph(run.Face, (ushort)shaped.Codepoints[i], x + at.X, at.Y));
        }

        return shaped.Width;
    }
}
