using VideoStream.Frames.Jpeg;

namespace VideoStream.Frames;

/// <summary>
/// A camera's own JPEG, which is decoded, compared, and forwarded with metadata in it. The first call of <see cref="Forward"/> puts the
/// metadata into the room before the frame, so that the frame isn't copied. Only while somebody reads the frame, the metadata
/// goes into a copy of it.
/// </summary>
/// <param name="jpeg">The frame, a claim on which this takes over.</param>
/// <param name="size">Its size as it was captured.</param>
internal sealed class SourceJpeg(PooledBuffer jpeg, PictureSize size)
{
    private readonly Lock _gate = new();
    private PooledBuffer? _forwarded;
    private int _readers;
    private int _insertedAt;
    private int _inserted;

    public PictureSize Size => size;

    /// <summary>The frame with these segments in it, or with those of the first call, which describe the same frame.</summary>
    /// <returns>A buffer, with a claim of the caller's.</returns>
    public PooledBuffer Forward(ReadOnlySpan<byte> segments)
    {
        lock (_gate)
        {
            _forwarded ??= _readers == 0 ? InsertInPlace(segments) : CopyWith(segments);
            _forwarded.Retain();
            return _forwarded;
        }
    }

    /// <summary>Reads the frame, which doesn't change until the result is disposed of.</summary>
    public Reading Read()
    {
        lock (_gate)
            _readers++;
        return new Reading(this);
    }

    /// <summary>Whether both are the same, byte by byte, but for what was inserted.</summary>
    public bool IsSameAs(SourceJpeg other)
    {
        using Reading mine = Read(), others = other.Read();
        if (_inserted > 0 && other._inserted > 0 && _insertedAt != other._insertedAt)
            return false;
        int at = Math.Max(_insertedAt, other._insertedAt);
        return mine.Bytes.Length - _inserted == others.Bytes.Length - other._inserted
            && mine.Bytes.Length - _inserted >= at
            && mine.Bytes[..at].SequenceEqual(others.Bytes[..at])
            && mine.Bytes[(at + _inserted)..].SequenceEqual(others.Bytes[(at + other._inserted)..]);
    }

    /// <summary>Gives the claims back.</summary>
    public void Free()
    {
        _forwarded?.Release();
        jpeg.Release();
    }

    private PooledBuffer InsertInPlace(ReadOnlySpan<byte> segments)
    {
        _insertedAt = JpegMetadata.Position(jpeg.Bytes.Span);
        jpeg.Insert(segments);
        _inserted = segments.Length;
        jpeg.Retain();
        return jpeg;
    }

    private PooledBuffer CopyWith(ReadOnlySpan<byte> segments)
    {
        PooledBuffer copy = PooledBuffer.Copy(jpeg.Bytes.Span);
        copy.Insert(segments);
        return copy;
    }

    /// <summary>The frame's bytes, for as long as they are read.</summary>
    internal readonly ref struct Reading(SourceJpeg source)
    {
        public ReadOnlySpan<byte> Bytes { get; } = source.Bytes;

        public void Dispose() => source.EndRead();
    }

    private ReadOnlySpan<byte> Bytes => jpeg.Bytes.Span;

    private void EndRead()
    {
        lock (_gate)
            _readers--;
    }
}
