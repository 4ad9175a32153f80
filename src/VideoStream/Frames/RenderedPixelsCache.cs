using OpenCvSharp;

namespace VideoStream.Frames;

/// <summary>A frame's pixels in other sizes, or with a drawing on them. Each is made once, when it is first needed.</summary>
internal sealed class RenderedPixelsCache(FramePool pool)
{
    private readonly Lock _gate = new();
    private readonly List<RenderedPixels> _all = [];

    /// <inheritdoc cref="Frame.Rendered"/>
    public Mat Get(PictureSize size, bool drawn, Frame frame, Action<Frame, Mat> make)
    {
        RenderedPixels pixels;
        lock (_gate)
            pixels = Find(size, drawn) ?? Add(size, drawn);
        // Outside the lock: other sizes can be made at the same time.
        return pixels.Get(frame, make);
    }

    /// <summary>Returns the memory. Called once.</summary>
    public void Free()
    {
        foreach (RenderedPixels pixels in _all)
            pixels.Free();
        _all.Clear();
    }

    private RenderedPixels? Find(PictureSize size, bool drawn)
    {
        foreach (RenderedPixels pixels in _all)
        {
            if (pixels.Size == size && pixels.IsDrawn == drawn)
                return pixels;
        }

        return null;
    }

    private RenderedPixels Add(PictureSize size, bool drawn)
    {
        var pixels = new RenderedPixels(pool, size, drawn);
        _all.Add(pixels);
        return pixels;
    }
}
