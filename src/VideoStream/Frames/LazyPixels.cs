namespace VideoStream.Frames;

/// <summary>A frame's pixels: written by a reader, or decoded when they are first needed.</summary>
internal sealed class LazyPixels(FramePool pool, Orientation orientation, DecodeState decodes)
{
    private readonly Lock _decoding = new();
    private PixelPlanes? _pixels;
    private List<PixelPlanes>? _smaller;
    private string? _undecodable;

    /// <summary>Where a reader writes pixels.</summary>
    public PixelPlanes Writable => _pixels ??= pool.Rent();

    /// <summary>Whether there are no pixels yet.</summary>
    public bool IsEmpty => _pixels?.IsEmpty != false;

    /// <summary>The size of the pixels. Only if there are any.</summary>
    public PictureSize Size => _pixels!.Size;

    /// <summary>Turns the pixels that a reader wrote.</summary>
    public void Turn()
    {
        if (!orientation.IsAsCaptured)
            _pixels = Turned(_pixels!, orientation);
    }

    /// <summary>
    /// The pixels as viewers see them, read-only, in a size that is not smaller than needed. The first call decodes the payload, for all
    /// that is encoded of the source, and other callers wait for it. A payload that can't be decoded is not tried again: it may take as
    /// long as a good one.
    /// </summary>
    /// <param name="payload">What to decode; null if a reader wrote the pixels.</param>
    /// <param name="wanted">The size that is needed. The result may be larger.</param>
    /// <exception cref="InvalidDataException">The payload can't be decoded.</exception>
    public PixelPlanes Get(EncodedPayload? payload, PictureSize wanted)
    {
        if (payload is null)
            return _pixels!;
        lock (_decoding)
        {
            if (_pixels is { } pixels && pixels.Size.Width >= wanted.Width && pixels.Size.Height >= wanted.Height)
                return pixels;
            PixelPlanes decoded = TryDecode(payload, wanted);
            // Others may be reading the smaller ones.
            if (_pixels is not null)
                (_smaller ??= []).Add(_pixels);
            return _pixels = decoded;
        }
    }

    /// <summary>Whether both were written, and are the same in every sample.</summary>
    public bool IsSameAs(LazyPixels other) =>
        _pixels is not null && other._pixels is not null && _pixels.IsSameAs(other._pixels);

    /// <summary>Returns the memory. Called once.</summary>
    public void Free()
    {
        if (_pixels is not null)
            pool.Return(_pixels);
        _smaller?.ForEach(pool.Return);
        (_pixels, _smaller) = (null, null);
    }

    private PixelPlanes TryDecode(EncodedPayload payload, PictureSize wanted)
    {
        if (_undecodable is not null)
            throw new InvalidDataException(_undecodable);
        try
        {
            PixelPlanes decoded = Decode(payload, wanted);
            decodes.AddSuccess();
            return decoded;
        }
        catch (InvalidDataException e)
        {
            _undecodable = e.Message;
            if (!payload.IsGone)
                decodes.AddFailure();
            throw;
        }
    }

    private PixelPlanes Decode(EncodedPayload payload, PictureSize wanted)
    {
        Orientation total = payload.Orientation.Then(orientation);
        PictureSize needed = total.Turn(payload.Size);
        if (decodes.NeededOf(IsPassed(payload, total)) is { } box)
            needed = needed.FitInto(box);
        PixelPlanes decoded = payload.Decode(pool, total.Turn(needed.Union(wanted)));
        if (total.IsAsCaptured)
            return decoded;
        try
        {
            return Turned(decoded, total);
        }
        catch
        {
            pool.Return(decoded);
            throw;
        }
    }

    private static bool IsPassed(EncodedPayload payload, Orientation total) =>
        payload.IsShownAlike && ((total.IsAsCaptured && payload.Orientation.IsAsCaptured) || payload.CanTurn(total));

    private PixelPlanes Turned(PixelPlanes pixels, Orientation by)
    {
        PixelPlanes turned = pool.Rent();
        try
        {
            by.Turn(pixels, turned);
        }
        catch
        {
            pool.Return(turned);
            throw;
        }

        pool.Return(pixels);
        return turned;
    }
}
