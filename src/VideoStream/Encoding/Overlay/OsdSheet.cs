using VideoStream.Configuration;
using VideoStream.Frames;
using VideoStream.Frames.Text;

namespace VideoStream.Encoding.Overlay;

/// <summary>The on-screen display for frames of one size: where each item is, and what of it does not change, already drawn.</summary>
internal sealed class OsdSheet
{
    private readonly Lock _drawing = new();
    private readonly List<OsdLine> _lines = [];
    private readonly CoverageMask? _crosshair;
    private readonly OsdLayout _layout;
    private readonly OsdOptions _options;

    /// <param name="size">The size of the frames that are drawn on.</param>
    /// <param name="source">The size that the camera delivers.</param>
    /// <param name="options">The items.</param>
    /// <param name="title">What is shown as the camera's name.</param>
    /// <param name="font">The font of all texts.</param>
    public OsdSheet(PictureSize size, PictureSize source, OsdOptions options, string title, TextFont font)
    {
        (Size, Source, _options) = (size, source, options);
        _layout = new OsdLayout(size, font.CapHeight);
        if (options.Crosshair.Enabled)
            _crosshair = Crosshair.Of(size);
        if (!font.IsEmpty)
            AddLines(title, font);
    }

    public PictureSize Size { get; }

    public PictureSize Source { get; }

    /// <summary>Draws on a frame's pixels.</summary>
    public void Draw(PixelPlanes pixels, Frame frame)
    {
        lock (_drawing)
        {
            if (_crosshair is not null)
                PlaneBlender.Blend(pixels, _crosshair, _layout.CrosshairX(_options.Crosshair), _layout.CrosshairY(_options.Crosshair));
            foreach (OsdLine line in _lines)
                line.Draw(pixels, frame, _layout);
        }
    }

    private void AddLines(string title, TextFont font)
    {
        Span<int> linesAt = stackalloc int[9];
        List<(OsdItemOptions Item, OsdText Text, int Line)> items = [];
        foreach (var (item, text) in OsdText.All(_options, title, Source))
        {
            if (item.Enabled && text.Widest.Length > 0)
                items.Add((item, text, linesAt[(int)item.Anchor]++));
        }

        // Items in one line of the frame get one size, in which they fit beside each other.
        var measuring = new TextPainter(font, _layout.FontSize);
        foreach (var row in items.GroupBy(item => (OsdLayout.Row(item.Item.Anchor), item.Line)))
        {
            double[] widths = new double[3];
            foreach (var (item, text, _) in row)
                widths[OsdLayout.Column(item.Anchor)] = measuring.Measure(text.Widest);
            var painter = new TextPainter(font, _layout.SizeFor(widths));
            foreach (var (item, text, line) in row)
                _lines.Add(new OsdLine(painter, text, item.Anchor, line));
        }
    }
}
