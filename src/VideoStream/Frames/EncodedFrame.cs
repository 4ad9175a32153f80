namespace VideoStream.Frames;

/// <summary>One frame in one variant, encoded, in pooled memory that all viewers of the variant share.</summary>
/// <param name="buffer">Its bytes, whose claim this takes over.</param>
internal sealed class EncodedFrame(PooledBuffer buffer) : RefCounted
{
    private int _prefixLength;

    /// <summary>The encoded bytes. Valid while the caller holds a claim.</summary>
    public ReadOnlyMemory<byte> Bytes => buffer.Bytes;

    public required FrameStamp Stamp { get; init; }

    public required PictureSize Size { get; init; }

    /// <summary>False for a placeholder, which says why there is no frame.</summary>
    public required bool Live { get; init; }

    /// <summary>The JPEG quality that it was encoded with; null if it is the camera's own payload.</summary>
    public required int? Quality { get; init; }

    /// <summary>
    /// How long resizing, drawing and encoding took; null if the camera's own payload or the frame before was used again.
    /// </summary>
    public required TimeSpan? EncodeTime { get; init; }

    /// <summary>
    /// The bytes with a transport's prefix in front, which is the same for all viewers. The first call writes it. Valid while the caller holds
    /// a claim.
    /// </summary>
    /// <param name="write">Writes the prefix: the same for every call.</param>
    public ReadOnlyMemory<byte> WithPrefix(FramePrefixWriter write)
    {
        int length = Volatile.Read(ref _prefixLength);
        if (length == 0)
        {
            Span<byte> prefix = stackalloc byte[PooledBuffer.PrefixRoom];
            length = write(buffer.Bytes.Length, prefix);
            // Two first calls at once write the same.
            buffer.WritePrefix(prefix[..length]);
            Volatile.Write(ref _prefixLength, length);
        }

        return buffer.WithPrefix(length);
    }

    protected override void Free() => buffer.Release();
}
