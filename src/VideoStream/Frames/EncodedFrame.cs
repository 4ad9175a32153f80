namespace VideoStream.Frames;

/// <summary>One frame in one variant, encoded, in pooled memory that all viewers of the variant share.</summary>
/// <param name="buffer">The encoded bytes. The frame takes over the caller's reference.</param>
internal sealed class EncodedFrame(PooledBuffer buffer) : RefCounted
{
    private int _prefixLength, _suffixLength;

    /// <summary>The encoded bytes. Valid while the caller holds a reference.</summary>
    public ReadOnlyMemory<byte> Bytes => buffer.Bytes;

    public required FrameStamp Stamp { get; init; }

    public required PictureSize Size { get; init; }

    /// <summary>False for a placeholder, which says why the camera delivers nothing.</summary>
    public required bool Live { get; init; }

    /// <summary>The JPEG quality; null for a frame that was passed through, or that is no JPEG.</summary>
    public required int? Quality { get; init; }

    public Codec Codec => Video is null ? Codec.Jpeg : Codec.H264;

    /// <summary>What its decoder must be prepared for; null for a JPEG.</summary>
    public VideoFormat? Video { get; init; }

    /// <summary>Its place among the frames that it depends on; null for a JPEG, which stands alone.</summary>
    public StreamUnit? Unit { get; init; }

    /// <summary>
    /// How long resizing, drawing and encoding took; null if the frame was passed through, or the bytes of the frame before were used
    /// again.
    /// </summary>
    public required TimeSpan? EncodeTime { get; init; }

    /// <summary>The bytes with a transport's prefix in front. Valid while the caller holds a reference.</summary>
    /// <param name="write">
    /// Writes the prefix, at the first call. All viewers of a frame share it, so it must be the same for every call.
    /// </param>
    public ReadOnlyMemory<byte> WithPrefix(FramePrefixWriter write) => buffer.Framed(PrefixLength(write), 0);

    /// <summary>The same with a suffix behind.</summary>
    /// <param name="writePrefix">Writes the prefix, as in <see cref="WithPrefix"/>.</param>
    /// <param name="writeSuffix">Writes the suffix, at the first call. All viewers that are sent one share it.</param>
    public ReadOnlyMemory<byte> WithPrefixAndSuffix(FramePrefixWriter writePrefix, FrameSuffixWriter writeSuffix)
    {
        int prefix = PrefixLength(writePrefix);
        int length = Volatile.Read(ref _suffixLength);
        if (length == 0)
        {
            Span<byte> suffix = stackalloc byte[PooledBuffer.SuffixRoom];
            length = writeSuffix(Stamp.Number, suffix);
            // As for the prefix: two threads write the same bytes.
            buffer.WriteSuffix(suffix[..length]);
            Volatile.Write(ref _suffixLength, length);
        }

        return buffer.Framed(prefix, length);
    }

    protected override void Free() => buffer.Release();

    private int PrefixLength(FramePrefixWriter write)
    {
        int length = Volatile.Read(ref _prefixLength);
        if (length == 0)
        {
            Span<byte> prefix = stackalloc byte[PooledBuffer.PrefixRoom];
            length = write(buffer.Bytes.Length, prefix);
            // Two threads may get here at once. They write the same bytes.
            buffer.WritePrefix(prefix[..length]);
            Volatile.Write(ref _prefixLength, length);
        }

        return length;
    }
}
