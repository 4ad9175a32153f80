namespace VideoStream.Frames.H264;

/// <summary>
/// Decodes a camera's own video when somebody needs pixels: what was not decoded since the last time, or since the key frame. Nothing is
/// decoded while nobody does.
/// </summary>
/// <param name="video">The camera's video.</param>
internal sealed unsafe class UnitDecoder(CameraVideo video) : IUnitDecoder, IDisposable
{
    /// <summary>Units that are decoded for each that comes, until the newest is reached. More would delay other work.</summary>
    private const int CatchUp = 2;

    private readonly Lock _gate = new();
    private readonly List<EncodedFrame> _units = [];
    private OpenH264Decoder? _decoder;
    private OpenH264Output _picture;
    private long _decoded;
    private long _count, _pictures;
    private int _problem;

    /// <inheritdoc/>
    public long Count => Volatile.Read(ref _count);

    /// <inheritdoc/>
    public long Pictures => Volatile.Read(ref _pictures);

    /// <summary>Whether <see cref="Follow"/> has something to do for each unit that comes.</summary>
    public bool MustFollow => video.IsDecodedAtOnce;

    /// <inheritdoc/>
    public PixelPlanes Decode(long number, FramePool pool)
    {
        lock (_gate)
        {
            if (number > _decoded || !_picture.HasPicture)
                DecodeUpTo(number);
            PixelPlanes planes = pool.Rent();
            try
            {
                CopyTo(planes);
                return planes;
            }
            catch
            {
                pool.Return(planes);
                throw;
            }
        }
    }

    /// <summary>
    /// Decodes a few units, if later ones could not be decoded without them. Called after each that comes. Waits for nobody: who decodes at
    /// the same time comes at least as far. Never throws.
    /// </summary>
    public void Follow()
    {
        if (!MustFollow || !_gate.TryEnter())
            return;
        try
        {
            if (video.Newest is var newest && newest > _decoded)
                DecodeUpTo(newest, CatchUp);
        }
        catch (Exception)
        {
            // Those who need the pixels get the reason.
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Frees the decoder's memory until it is needed again.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _decoder?.Dispose();
            (_decoder, _picture, _decoded) = (null, default, 0);
        }
    }

    public void Dispose() => Release();

    private void DecodeUpTo(long number, int most = int.MaxValue)
    {
        if (!video.TryTakeUpTo(_decoded, number, _units, most))
        {
            _picture = default;
            throw new UnitsGoneException("the camera's next key frame is awaited");
        }

        try
        {
            _decoder ??= new OpenH264Decoder();
            foreach (EncodedFrame unit in _units)
                Decode(unit);
        }
        finally
        {
            _units.ForEach(unit => unit.Release());
            _units.Clear();
        }

        if (!_picture.HasPicture)
            throw new InvalidDataException($"OpenH264 could not decode the camera's frame ({_problem:x})");
    }

    private void Decode(EncodedFrame unit)
    {
        _problem = _decoder!.Decode(unit.Bytes.Span, unit.Unit is { IsKeyFrame: true }, out OpenH264Output picture);
        // In this order: who reads the count and then the pictures misses none.
        Volatile.Write(ref _pictures, _pictures + (picture.HasPicture ? 1 : 0));
        Volatile.Write(ref _count, _count + 1);
        _decoded = unit.Stamp.Number;
        _picture = picture;
    }

    private void CopyTo(PixelPlanes planes)
    {
        VideoColours colours = video.Stream?.Colours ?? throw new UnitsGoneException("the camera sends no video any more");
        var size = new PictureSize(_picture.Width, _picture.Height);
        PictureSize chroma = PixelPlanes.ChromaSize(size, ChromaSubsampling.Yuv420);
        planes.Create(size, ChromaSubsampling.Yuv420);
        colours.Convert(
            new Plane((byte*)_picture.Y, size.Width, size.Height, _picture.LumaStride),
            new Plane((byte*)_picture.Cb, chroma.Width, chroma.Height, _picture.ChromaStride),
            new Plane((byte*)_picture.Cr, chroma.Width, chroma.Height, _picture.ChromaStride),
            planes);
    }
}
