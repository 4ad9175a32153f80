namespace VideoStream.Frames;

/// <summary>
/// A frame as its source encoded it. It can be decoded, compared, and forwarded with metadata in it. The first <see cref="Forward"/>
/// inserts the metadata in place, so that the bytes go from the source's socket to the viewers' without a copy. It copies them only while
/// they are being read.
/// </summary>
/// <param name="bytes">The encoded bytes. The payload takes over the caller's reference.</param>
/// <param name="size">The size as captured.</param>
internal abstract class EncodedPayload(PooledBuffer bytes, PictureSize size)
{
    /// <summary>The longest metadata, in bytes, in the form of any codec.</summary>
    private const int MaxMetadata = 256;

    private readonly Lock _gate = new();
    private PooledBuffer? _forwarded;
    private int _readers;
    private int _insertedAt;
    private int _inserted;

    public abstract Codec Codec { get; }

    /// <summary>Whether decoding may start here.</summary>
    public abstract bool IsKeyFrame { get; }

    /// <summary>Whether all clients show the payload as it is, and show the same. If not, it is decoded and encoded again.</summary>
    public virtual bool IsShownAlike => true;

    public PictureSize Size => size;

    /// <summary>How the source says that the frame must be turned.</summary>
    public virtual Orientation Orientation => default;

    /// <summary>The payload with metadata in it. Later calls return what the first one made: they describe the same frame.</summary>
    /// <returns>A buffer with a reference for the caller.</returns>
    public PooledBuffer Forward(FrameMetadata metadata)
    {
        lock (_gate)
        {
            if (_forwarded is null)
            {
                Span<byte> written = stackalloc byte[MaxMetadata];
                written = written[..WriteMetadata(metadata, written)];
                _forwarded = _readers == 0 ? InsertInPlace(written) : CopyWith(written);
            }

            _forwarded.Retain();
            return _forwarded;
        }
    }

    /// <summary>The payload with its picture turned without loss, and with metadata in it.</summary>
    /// <returns>A buffer with a reference for the caller; null if that is not possible.</returns>
    public PooledBuffer? TryForwardTurned(Orientation by, FrameMetadata metadata)
    {
        if (!CanTurn(by) || TryTurn(by) is not { } turned)
            return null;
        Span<byte> written = stackalloc byte[MaxMetadata];
        written = written[..WriteMetadata(metadata, written)];
        turned.Insert(MetadataPosition(turned.Bytes.Span), written);
        return turned;
    }

    /// <summary>Begins to read the bytes. They don't change until the result is disposed.</summary>
    public Reading Read()
    {
        lock (_gate)
            _readers++;
        return new Reading(this);
    }

    /// <summary>Whether it could not be decoded only because what it depends on is not there any more.</summary>
    public virtual bool IsGone => false;

    /// <summary>Decodes the payload.</summary>
    /// <param name="pool">Where memory for the pixels comes from.</param>
    /// <param name="wanted">The size that is needed. The result is not smaller, unless the payload is.</param>
    /// <returns>Pixels of the pool, as captured.</returns>
    /// <exception cref="InvalidDataException">The payload is damaged.</exception>
    public abstract PixelPlanes Decode(FramePool pool, PictureSize wanted);

    /// <summary>Whether the payload can be turned without loss, as far as that is known before it is tried.</summary>
    public virtual bool CanTurn(Orientation by) => false;

    /// <summary>The payload with its picture turned, without loss. Only if <see cref="CanTurn"/> is true.</summary>
    /// <returns>A buffer with a reference for the caller; null if that is not possible.</returns>
    protected virtual PooledBuffer? TryTurn(Orientation by) => null;

    /// <summary>Whether two payloads are the same in every byte, except for inserted metadata.</summary>
    public bool IsSameAs(EncodedPayload other)
    {
        using Reading mine = Read(), others = other.Read();
        if (Codec != other.Codec || (_inserted > 0 && other._inserted > 0 && _insertedAt != other._insertedAt))
            return false;
        int at = Math.Max(_insertedAt, other._insertedAt);
        return mine.Bytes.Length - _inserted == others.Bytes.Length - other._inserted
            && mine.Bytes.Length - _inserted >= at
            && mine.Bytes[..at].SequenceEqual(others.Bytes[..at])
            && mine.Bytes[(at + _inserted)..].SequenceEqual(others.Bytes[(at + other._inserted)..]);
    }

    /// <summary>Releases the memory. Called once.</summary>
    public void Free()
    {
        _forwarded?.Release();
        bytes.Release();
    }

    /// <summary>Where metadata goes in bytes of this codec.</summary>
    protected abstract int MetadataPosition(ReadOnlySpan<byte> encoded);

    /// <summary>Writes metadata in the codec's form.</summary>
    /// <returns>How many bytes were written.</returns>
    protected abstract int WriteMetadata(FrameMetadata metadata, Span<byte> to);

    private PooledBuffer InsertInPlace(ReadOnlySpan<byte> metadata)
    {
        _insertedAt = MetadataPosition(bytes.Bytes.Span);
        bytes.Insert(_insertedAt, metadata);
        _inserted = metadata.Length;
        bytes.Retain();
        return bytes;
    }

    private PooledBuffer CopyWith(ReadOnlySpan<byte> metadata)
    {
        PooledBuffer copy = PooledBuffer.Copy(bytes.Bytes.Span);
        copy.Insert(MetadataPosition(copy.Bytes.Span), metadata);
        return copy;
    }

    private void EndRead()
    {
        lock (_gate)
            _readers--;
    }

    /// <summary>The bytes while they are being read.</summary>
    internal readonly ref struct Reading(EncodedPayload payload)
    {
        public ReadOnlySpan<byte> Bytes { get; } = payload.Bytes;

        public void Dispose() => payload.EndRead();
    }

    private ReadOnlySpan<byte> Bytes => bytes.Bytes.Span;
}
