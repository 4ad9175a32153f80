using OpenCvSharp;
using VideoStream.Frames.Jpeg;

namespace VideoStream.Frames;

/// <summary>
/// What a reader fills with the frame that it has grabbed, and what a <see cref="Frame"/> is then made of: pixels, or the camera's own
/// JPEG, from which pixels are made when somebody needs them.
/// </summary>
internal sealed class FrameContent(FramePool pool, Orientation orientation)
{
    private readonly Lock _decoding = new();
    private readonly Lock _preparing = new();
    private List<RenderedPixels>? _rendered;
    private Mat? _pixels;
    private bool _isDecoded;
    private SourceJpeg? _jpeg;

    /// <summary>Where a reader writes pixels: BGR, 8 bits a channel.</summary>
    public Mat Writable => _pixels ??= pool.Rent();

    /// <summary>The camera's own JPEG; null if it gave pixels.</summary>
    public SourceJpeg? Jpeg => _jpeg;

    /// <summary>Whether the camera's own JPEG shows what viewers are to see.</summary>
    public bool CanPassThrough => _jpeg is not null && orientation.IsAsCaptured;

    /// <summary>Whether a reader has put something in.</summary>
    public bool IsEmpty => _jpeg is null && _pixels?.Empty() != false;

    /// <summary>The size as viewers see it.</summary>
    public PictureSize Size =>
        _jpeg is not null ? orientation.Turn(_jpeg.Size) : new PictureSize(_pixels!.Width, _pixels.Height);

    /// <summary>A reader gives the camera's own JPEG, and its claim on it.</summary>
    /// <param name="jpeg">The frame.</param>
    /// <param name="scanner">What was found in it.</param>
    public void Put(PooledBuffer jpeg, JpegScanner scanner)
    {
        if (!scanner.HasHuffmanTables)
            jpeg.Insert(JpegHuffmanTables.Standard);
        _jpeg = new SourceJpeg(jpeg, scanner.Size);
    }

    /// <summary>Turns the pixels that a reader wrote. Those of a JPEG are turned when they are made.</summary>
    public void Turn()
    {
        if (orientation.IsAsCaptured || _jpeg is not null)
            return;
        Mat captured = _pixels!;
        _pixels = Turned(captured);
        pool.Return(captured);
    }

    /// <summary>The pixels as viewers see them, decoded by the first who asks.</summary>
    /// <exception cref="InvalidDataException">The camera's JPEG can't be decoded.</exception>
    public Mat Pixels()
    {
        if (_jpeg is null)
            return _pixels!;
        lock (_decoding)
            return _pixels ??= Decode(_jpeg);
    }

    /// <summary>The same in another size, or with something drawn on it, made by the first who asks.</summary>
    public Mat Rendered(PictureSize size, bool drawn, Action<Mat> make)
    {
        RenderedPixels? prepared;
        lock (_preparing)
        {
            _rendered ??= [];
            prepared = _rendered.Find(other => other.Size == size && other.IsDrawn == drawn);
            if (prepared is null)
                _rendered.Add(prepared = new RenderedPixels(pool, size, drawn));
        }

        return prepared.Get(make);
    }

    /// <summary>
    /// Whether both show exactly the same: pixels byte by byte, JPEGs too but for the metadata that this service inserted. A camera's own comment with the
    /// time in it makes it a different frame.
    /// </summary>
    public bool IsSameAs(FrameContent other)
    {
        if (_jpeg is not null || other._jpeg is not null)
            return _jpeg is not null && other._jpeg is not null && _jpeg.IsSameAs(other._jpeg);
        return _pixels is not null && other._pixels is not null && PixelMemory.IsSame(_pixels, other._pixels);
    }

    /// <summary>Gives the memory back.</summary>
    public void Free()
    {
        _rendered?.ForEach(prepared => prepared.Free());
        _rendered = null;
        _jpeg?.Free();
        if (_pixels is not null && _isDecoded)
            pool.Free(_pixels);
        else if (_pixels is not null)
            pool.Return(_pixels);
        (_jpeg, _pixels) = (null, null);
    }

    private Mat Decode(SourceJpeg jpeg)
    {
        using SourceJpeg.Reading reading = jpeg.Read();
        // OpenCvSharp can't decode into memory that is there: its native library exports no imdecode with a destination.
        // The size is the one in the frame header, so a camera's note on how it was blocked is not followed.
        Mat decoded = pool.Adopt(Cv2.ImDecode(reading.Bytes, ImreadModes.Color | ImreadModes.IgnoreOrientation));
        if (decoded.Empty())
        {
            pool.Free(decoded);
            throw new InvalidDataException("the camera's JPEG can't be decoded");
        }

        _isDecoded = orientation.IsAsCaptured;
        if (_isDecoded)
            return decoded;
        Mat turned = Turned(decoded);
        pool.Free(decoded);
        return turned;
    }

    private Mat Turned(Mat pixels)
    {
        Mat turned = pool.Rent();
        orientation.Turn(pixels, turned);
        return turned;
    }
}
