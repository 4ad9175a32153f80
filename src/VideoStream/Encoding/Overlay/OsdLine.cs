using VideoStream.Configuration;
using VideoStream.Frames;
using VideoStream.Frames.Text;

namespace VideoStream.Encoding.Overlay;

/// <summary>One text of the on-screen display at its place. One that does not change is drawn once.</summary>
internal sealed class OsdLine
{
    private readonly TextPainter _painter;
    private readonly OsdText _text;
    private readonly Anchor _anchor;
    private readonly int _line;
    private readonly CoverageMask _drawn = new();
    private float _width;

    /// <param name="painter">Draws in its size.</param>
    /// <param name="text">What it says.</param>
    /// <param name="anchor">Where it is.</param>
    /// <param name="line">How many other texts are at the same anchor before it.</param>
    public OsdLine(TextPainter painter, OsdText text, Anchor anchor, int line)
    {
        (_painter, _text, _anchor, _line) = (painter, text, anchor, line);
        if (text.Write is null)
            Render(text.Widest);
    }

    public void Draw(PixelPlanes pixels, Frame frame, OsdLayout layout)
    {
        if (_text.Write is not null)
        {
            Span<char> words = stackalloc char[OsdText.MaxLength];
            Render(words[.._text.Write(frame, words)]);
        }

        PlaneBlender.Blend(pixels, _drawn, layout.X(_anchor, _width), layout.Baseline(_anchor, _line));
    }

    private void Render(ReadOnlySpan<char> words)
    {
        _width = _painter.Measure(words);
        _painter.Render(words, _drawn);
    }
}
