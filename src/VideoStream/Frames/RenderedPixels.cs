namespace VideoStream.Frames;

/// <summary>A frame's pixels in one size, with or without a drawing on them. All qualities are encoded from them.</summary>
internal sealed class RenderedPixels(FramePool pool, PictureSize size, object? drawing)
{
    private readonly Lock _making = new();
    private PixelPlanes? _pixels;

    public PictureSize Size => size;

    public object? Drawing => drawing;

    /// <summary>
    /// The pixels. The first call makes them, and other callers wait for it. After a failure the next one tries again.
    /// </summary>
    public PixelPlanes Get<TState>(TState state, Action<TState, PixelPlanes> make)
    {
        lock (_making)
            return _pixels ??= Make(state, make);
    }

    /// <summary>Returns the memory. Called once, when the pixels are not in use any more.</summary>
    public void Free()
    {
        if (_pixels is not null)
            pool.ReturnOfSize(_pixels);
        _pixels = null;
    }

    private PixelPlanes Make<TState>(TState state, Action<TState, PixelPlanes> make)
    {
        PixelPlanes pixels = pool.Rent(size);
        try
        {
            make(state, pixels);
            return pixels;
        }
        catch
        {
            pool.ReturnOfSize(pixels);
            throw;
        }
    }
}
