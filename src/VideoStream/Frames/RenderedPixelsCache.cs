namespace VideoStream.Frames;

/// <summary>A frame's pixels in other sizes, or with a drawing on them. Each is made once, when it is first needed.</summary>
internal sealed class RenderedPixelsCache(FramePool pool)
{
    private readonly Lock _gate = new();
    private readonly List<RenderedPixels> _all = [];

    /// <summary>The pixels in another size, or with a drawing on them. Read-only. Valid while the caller holds a reference.</summary>
    /// <param name="size">The size.</param>
    /// <param name="drawing">What is drawn on them: another object when that has changed. Null for nothing.</param>
    /// <param name="state">Given to <paramref name="make"/>, so that it needs no closure.</param>
    /// <param name="make">Makes the pixels, at the first call. Other callers wait for it.</param>
    public PixelPlanes Get<TState>(PictureSize size, object? drawing, TState state, Action<TState, PixelPlanes> make)
    {
        RenderedPixels pixels;
        lock (_gate)
            pixels = Find(size, drawing) ?? Add(size, drawing);
        // Outside the lock: other sizes can be made at the same time.
        return pixels.Get(state, make);
    }

    /// <summary>Returns the memory. Called once.</summary>
    public void Free()
    {
        foreach (RenderedPixels pixels in _all)
            pixels.Free();
        _all.Clear();
    }

    private RenderedPixels? Find(PictureSize size, object? drawing)
    {
        foreach (RenderedPixels pixels in _all)
        {
            if (pixels.Size == size && ReferenceEquals(pixels.Drawing, drawing))
                return pixels;
        }

        return null;
    }

    private RenderedPixels Add(PictureSize size, object? drawing)
    {
        var pixels = new RenderedPixels(pool, size, drawing);
        _all.Add(pixels);
        return pixels;
    }
}
