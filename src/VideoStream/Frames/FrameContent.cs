using OpenCvSharp;

namespace VideoStream.Frames;

/// <summary>
/// What a frame shows: pixels, the source's own encoded payload, or both. A reader fills it, then a <see cref="Frame"/> is made of it.
/// </summary>
/// <param name="pool">Where memory for pixels comes from.</param>
/// <param name="orientation">How frames are turned before viewers see them, in addition to what the source says of each.</param>
/// <param name="history">Learns whether the source's payload could be decoded, when that is tried; null for nobody.</param>
internal sealed class FrameContent(FramePool pool, Orientation orientation, DecodeHistory? history = null)
{
    private readonly LazyPixels _pixels = new(pool, orientation, history);
    private RenderedPixelsCache? _rendered;
    private EncodedPayload? _payload;

    /// <summary>Where a reader writes pixels: BGR, 8 bits a channel.</summary>
    public Mat Writable => _pixels.Writable;

    /// <summary>The frame as the source encoded it; null if it delivered pixels.</summary>
    public EncodedPayload? Payload => _payload;

    /// <summary>Whether viewers can be sent the source's own payload: a JPEG that needs no turning.</summary>
    public bool CanPassThrough => _payload is { Codec: Codec.Jpeg, Orientation.IsAsCaptured: true } && orientation.IsAsCaptured;

    /// <summary>Whether a reader has filled it.</summary>
    public bool IsEmpty => _payload is null && _pixels.IsEmpty;

    /// <summary>The size as viewers see it.</summary>
    public PictureSize Size =>
        _payload is not null ? _payload.Orientation.Then(orientation).Turn(_payload.Size) : _pixels.Size;

    /// <summary>Fills it with what the source encoded, which it takes over.</summary>
    public void Put(EncodedPayload payload) => _payload = payload;

    /// <summary>Turns the pixels that a reader wrote. Those of a payload are turned when it is decoded.</summary>
    public void Turn()
    {
        if (_payload is null)
            _pixels.Turn();
    }

    /// <summary>
    /// The pixels as viewers see them: BGR, 8 bits a channel, read-only. The first call decodes the payload, and other callers wait for it.
    /// </summary>
    /// <exception cref="InvalidDataException">The payload can't be decoded.</exception>
    public Mat Pixels() => _pixels.Get(_payload);

    /// <summary>Whether there are pixels. Decodes the payload, which <see cref="Pixels"/> then need not do.</summary>
    public bool CanDecode()
    {
        try
        {
            return !Pixels().Empty();
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    /// <inheritdoc cref="RenderedPixelsCache.Get"/>
    public Mat Rendered<TState>(PictureSize size, bool drawn, TState state, Action<TState, Mat> make)
    {
        RenderedPixelsCache rendered = Volatile.Read(ref _rendered)
            ?? LazyInitializer.EnsureInitialized(ref _rendered, () => new RenderedPixelsCache(pool))!;
        return rendered.Get(size, drawn, state, make);
    }

    /// <summary>Whether both show exactly the same: the same payload, or else the same pixels. Decodes nothing.</summary>
    public bool IsSameAs(FrameContent other)
    {
        if (_payload is not null || other._payload is not null)
            return _payload is not null && other._payload is not null && _payload.IsSameAs(other._payload);
        return _pixels.IsSameAs(other._pixels);
    }

    /// <summary>Returns the memory. Called once.</summary>
    public void Free()
    {
        _rendered?.Free();
        _pixels.Free();
        _payload?.Free();
        _payload = null;
    }
}
