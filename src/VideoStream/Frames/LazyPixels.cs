using OpenCvSharp;

namespace VideoStream.Frames;

/// <summary>A frame's pixels: written by a reader, or decoded when they are first needed.</summary>
internal sealed class LazyPixels(FramePool pool, Orientation orientation, DecodeHistory? history)
{
    private readonly Lock _decoding = new();
    private Mat? _pixels;
    private bool _isFromDecoder;
    private string? _undecodable;

    /// <summary>Where a reader writes pixels: BGR, 8 bits a channel.</summary>
    public Mat Writable => _pixels ??= pool.Rent();

    /// <summary>Whether there are no pixels yet.</summary>
    public bool IsEmpty => _pixels?.Empty() != false;

    /// <summary>The size of the pixels. Only if there are any.</summary>
    public PictureSize Size => new(_pixels!.Width, _pixels.Height);

    /// <summary>Turns the pixels that a reader wrote.</summary>
    public void Turn()
    {
        if (orientation.IsAsCaptured)
            return;
        Mat captured = _pixels!;
        _pixels = Turned(captured, orientation);
        pool.Return(captured);
    }

    /// <summary>
    /// The pixels as viewers see them. The first call decodes the payload, and other callers wait for it. A payload that can't be decoded
    /// is not tried again: it may take as long as a good one.
    /// </summary>
    /// <param name="payload">What to decode; null if a reader wrote the pixels.</param>
    /// <exception cref="InvalidDataException">The payload can't be decoded.</exception>
    public Mat Get(EncodedPayload? payload)
    {
        if (payload is null)
            return _pixels!;
        lock (_decoding)
            return _pixels ??= TryDecode(payload);
    }

    /// <summary>Whether both were written, and are the same in every byte.</summary>
    public bool IsSameAs(LazyPixels other) =>
        _pixels is not null && other._pixels is not null && PixelComparer.AreSame(_pixels, other._pixels);

    /// <summary>Returns the memory. Called once.</summary>
    public void Free()
    {
        if (_pixels is not null && _isFromDecoder)
            pool.Free(_pixels);
        else if (_pixels is not null)
            pool.Return(_pixels);
        _pixels = null;
    }

    private Mat TryDecode(EncodedPayload payload)
    {
        if (_undecodable is not null)
            throw new InvalidDataException(_undecodable);
        try
        {
            Mat decoded = Decode(payload);
            history?.AddSuccess();
            return decoded;
        }
        catch (InvalidDataException e)
        {
            _undecodable = e.Message;
            history?.AddFailure();
            throw;
        }
    }

    private Mat Decode(EncodedPayload payload)
    {
        Mat decoded = payload.Decode(pool);
        Orientation total = payload.Orientation.Then(orientation);
        _isFromDecoder = total.IsAsCaptured;
        if (_isFromDecoder)
            return decoded;
        Mat turned = Turned(decoded, total);
        pool.Free(decoded);
        return turned;
    }

    private Mat Turned(Mat pixels, Orientation by)
    {
        Mat turned = pool.Rent();
        by.Turn(pixels, turned);
        return turned;
    }
}
