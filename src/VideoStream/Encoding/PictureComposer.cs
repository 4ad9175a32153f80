using VideoStream.Encoding.Overlay;
using VideoStream.Frames;

namespace VideoStream.Encoding;

/// <summary>
/// Makes the pixels that a variant shows of a frame: resized, with the on-screen display. All variants that show the same share them.
/// </summary>
/// <param name="osd">Draws the on-screen display.</param>
/// <param name="hasOsd">Whether the variant has one.</param>
internal sealed class PictureComposer(OsdRenderer osd, bool hasOsd)
{
    private readonly Action<(Frame Frame, PictureSize Size), PixelPlanes> _make = (picture, pixels) =>
        Make(picture.Frame, picture.Size, pixels, hasOsd ? osd : null);

    /// <summary>Whether the on-screen display differs from frame to frame.</summary>
    public bool HasDynamicOverlay => hasOsd && osd.HasDynamicOverlay;

    /// <summary>What is drawn. Another object when that has changed.</summary>
    public object Drawing => osd.Options;

    /// <summary>The pixels of a frame in a size. Read-only. Valid while the caller holds a reference to the frame.</summary>
    public PixelPlanes Compose(Frame frame, PictureSize size)
    {
        object? drawing = hasOsd && frame.Live ? Drawing : null;
        PixelPlanes pixels = frame.Pixels(size);
        return drawing is not null || pixels.Size != size ? frame.Rendered(size, drawing, (frame, size), _make) : pixels;
    }

    private static void Make(Frame frame, PictureSize size, PixelPlanes pixels, OsdRenderer? osd)
    {
        PixelPlanes captured = frame.Pixels(size);
        if (captured.Size == size)
            pixels.CopyFrom(captured);
        else
            PictureResizer.Resize(captured, pixels, size);
        // A placeholder has none: it would be drawn over the text, and its clock would run as if the camera were live.
        if (frame.Live)
            osd?.Draw(pixels, frame);
    }
}
