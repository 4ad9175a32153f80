using VideoStream.Configuration;
using VideoStream.Frames;
using VideoStream.Frames.Text;

namespace VideoStream.Encoding.Overlay;

/// <summary>
/// Draws the on-screen display of one camera. Text is white with a black outline, readable on light and dark, and its height follows the
/// frame's. Several threads may draw at once, on different frames.
/// </summary>
internal sealed class OsdRenderer(OsdOptions options, string title)
{
    // More than the sizes that are encoded at once by default (WebSocket:MaxVariants). A size beyond them is laid out again.
    private const int MaxSheets = 24;

    private readonly Lock _gate = new();
    private readonly List<OsdSheet> _sheets = [];
    private OsdOptions _options = options;
    private string _title = title;

    /// <summary>The items and their places.</summary>
    public OsdOptions Options => Volatile.Read(ref _options);

    /// <summary>Whether the display differs from frame to frame, also if the camera's frames don't.</summary>
    public bool HasDynamicOverlay => Options is { Clock.Enabled: true } or { Rate.Enabled: true };

    /// <summary>Replaces the items and the camera's title as a whole. Any thread may do so; a frame has the old or the new ones.</summary>
    public void Update(OsdOptions changed, string title)
    {
        lock (_gate)
        {
            _title = title;
            Volatile.Write(ref _options, changed);
            _sheets.Clear();
        }
    }

    /// <summary>Draws on a frame's pixels.</summary>
    /// <param name="pixels">The pixels of the frame, in any size.</param>
    /// <param name="frame">The frame, whose facts are drawn.</param>
    public void Draw(PixelPlanes pixels, Frame frame) => SheetFor(pixels.Size, frame.Size).Draw(pixels, frame);

    private OsdSheet SheetFor(PictureSize size, PictureSize source)
    {
        lock (_gate)
        {
            foreach (OsdSheet known in _sheets)
            {
                if (known.Size == size && known.Source == source)
                    return known;
            }

            if (_sheets.Count == MaxSheets)
                _sheets.RemoveAt(0);
            var sheet = new OsdSheet(size, source, _options, _title, TextFonts.Of(_options.Font));
            _sheets.Add(sheet);
            return sheet;
        }
    }
}
