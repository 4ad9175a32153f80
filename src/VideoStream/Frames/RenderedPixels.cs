using OpenCvSharp;

namespace VideoStream.Frames;

/// <summary>A frame in another size, or with something drawn on it, for all qualities that it is encoded with.</summary>
internal sealed class RenderedPixels(FramePool pool, PictureSize size, bool isDrawn)
{
    private readonly Lock _making = new();
    private Mat? _pixels;

    public PictureSize Size => size;

    public bool IsDrawn => isDrawn;

    /// <summary>BGR, 8 bits a channel. Made by the first call; others wait for that. If that fails, the next one tries again.</summary>
    public Mat Get(Action<Mat> make)
    {
        lock (_making)
        {
            if (_pixels is not null)
                return _pixels;
            Mat pixels = pool.Rent(size);
            try
            {
                make(pixels);
            }
            catch
            {
                pool.ReturnOfSize(pixels);
                throw;
            }

            return _pixels = pixels;
        }
    }

    /// <summary>Gives the memory back. Nobody uses it any more.</summary>
    public void Free()
    {
        if (_pixels is not null)
            pool.ReturnOfSize(_pixels);
        _pixels = null;
    }
}
