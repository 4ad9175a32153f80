using VideoStream.Frames.H264;

namespace VideoStream.Frames;

/// <summary>
/// What a frame shows: pixels, the source's own encoded payload, or both. A reader fills it, then a <see cref="Frame"/> is made of it.
/// </summary>
/// <param name="pool">Where memory for pixels comes from.</param>
/// <param name="orientation">How frames are turned before viewers see them, in addition to what the source says of each.</param>
/// <param name="decodes">The state of decoding the source's payloads; null for one of its own.</param>
/// <param name="units">Decodes what the source sends as a video; null if it does not.</param>
internal sealed class FrameContent(
    FramePool pool, Orientation orientation, DecodeState? decodes = null, IUnitDecoder? units = null)
{
    private readonly LazyPixels _pixels = new(pool, orientation, decodes ?? new DecodeState());
    private RenderedPixelsCache? _rendered;
    private EncodedPayload? _payload;
    private PictureSize? _sizeElsewhere;

    /// <summary>Where a reader writes pixels.</summary>
    public PixelPlanes Writable => _pixels.Writable;

    /// <summary>Decodes the source's video.</summary>
    /// <exception cref="InvalidOperationException">The frame is for none.</exception>
    public IUnitDecoder Units => units ?? throw new InvalidOperationException("the frame is for no video");

    /// <inheritdoc cref="DecodeState.IsInDoubt"/>
    public bool IsInDoubt => decodes?.IsInDoubt == true;

    /// <summary>What comes from here on is another connection's: what could not be decoded before says nothing about it.</summary>
    public void ForgetDoubt() => decodes?.AddSuccess();

    /// <summary>The frame as the source encoded it; null if it delivered pixels.</summary>
    public EncodedPayload? Payload => _payload;

    /// <summary>Whether viewers can be sent the source's own payload: a JPEG that all show alike, and that needs no turning.</summary>
    public bool CanPassThrough =>
        _payload is { Codec: Codec.Jpeg, IsShownAlike: true, Orientation.IsAsCaptured: true } && orientation.IsAsCaptured;

    /// <summary>The source's own payload, turned without loss, with metadata in it.</summary>
    /// <returns>A buffer with a reference for the caller; null if it can't be turned so, or if there is no payload.</returns>
    public PooledBuffer? TryPassTurned(FrameMetadata metadata) =>
        CanPassTurned ? _payload!.TryForwardTurned(_payload.Orientation.Then(orientation), metadata) : null;

    /// <summary>Whether viewers can be sent the source's own payload turned without loss, as far as that is known before.</summary>
    public bool CanPassTurned => _payload is { Codec: Codec.Jpeg, IsShownAlike: true } payload
        && payload.CanTurn(payload.Orientation.Then(orientation));

    /// <summary>
    /// Whether another service has the pixels and encodes them. Then only the size is known here, and viewers are sent what that service
    /// has encoded.
    /// </summary>
    public bool IsElsewhere => _sizeElsewhere is not null;

    /// <summary>Whether a reader has filled it.</summary>
    public bool IsEmpty => _payload is null && _pixels.IsEmpty && !IsElsewhere;

    /// <summary>The size as viewers see it.</summary>
    public PictureSize Size => _sizeElsewhere
        ?? (_payload is not null ? _payload.Orientation.Then(orientation).Turn(_payload.Size) : _pixels.Size);

    /// <summary>Fills it with what the source encoded, which it takes over.</summary>
    public void Put(EncodedPayload payload) => _payload = payload;

    /// <summary>Fills it with nothing but the size of a frame that another service encodes.</summary>
    public void PutElsewhere(PictureSize size) => _sizeElsewhere = size;

    /// <summary>Turns the pixels that a reader wrote. Those of a payload are turned when it is decoded.</summary>
    public void Turn()
    {
        if (_payload is null && !IsElsewhere)
            _pixels.Turn();
    }

    /// <inheritdoc cref="LazyPixels.Get"/>
    public PixelPlanes Pixels(PictureSize wanted) => _pixels.Get(_payload, wanted);

    /// <summary>Whether there are pixels. Decodes the payload, which <see cref="Pixels"/> then need not do.</summary>
    public bool CanDecode()
    {
        try
        {
            return !Pixels(Size).IsEmpty;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    /// <inheritdoc cref="RenderedPixelsCache.Get"/>
    public PixelPlanes Rendered<TState>(PictureSize size, object? drawing, TState state, Action<TState, PixelPlanes> make)
    {
        RenderedPixelsCache rendered = Volatile.Read(ref _rendered)
            ?? LazyInitializer.EnsureInitialized(ref _rendered, () => new RenderedPixelsCache(pool))!;
        return rendered.Get(size, drawing, state, make);
    }

    /// <summary>Whether both show exactly the same: the same payload, or else the same pixels. Decodes nothing.</summary>
    public bool IsSameAs(FrameContent other)
    {
        if (IsElsewhere || other.IsElsewhere)
            return false;
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
