namespace VideoStream.Frames.Jpeg;

/// <summary>A source's own JPEG.</summary>
/// <param name="jpeg">The JPEG. The payload takes over the caller's reference. Missing Huffman tables are inserted.</param>
/// <param name="scanner">What was found in the JPEG.</param>
internal sealed class JpegPayload(PooledBuffer jpeg, JpegScanner scanner) : EncodedPayload(WithTables(jpeg, scanner), scanner.Size)
{
    private readonly PictureSize _unit = scanner.Unit;

    public override Codec Codec => Codec.Jpeg;

    public override bool IsKeyFrame => true;

    public override bool IsShownAlike { get; } = scanner.IsShownAlike;

    /// <summary>As the Exif data says. A JPEG with another one than as captured is never passed through: not all clients obey it.</summary>
    public override Orientation Orientation { get; } = scanner.Orientation;

    public override PixelPlanes Decode(FramePool pool, PictureSize wanted)
    {
        using Reading reading = Read();
        if (TurboJpeg.IsAvailable && JpegDecoder.TryDecode(reading.Bytes, wanted, pool) is { } planes)
            return planes;
        return OpenCvDecoder.Decode(reading.Bytes, pool);
    }

    public override bool CanTurn(Orientation by) => TurboJpeg.IsAvailable && JpegTurner.CanTurn(Size, _unit, by);

    protected override PooledBuffer? TryTurn(Orientation by)
    {
        using Reading reading = Read();
        return JpegTurner.TryTurn(reading.Bytes, by);
    }

    protected override int MetadataPosition(ReadOnlySpan<byte> encoded) => JpegMetadata.Position(encoded);

    protected override int WriteMetadata(FrameMetadata metadata, Span<byte> to) => JpegMetadata.Write(metadata, to);

    private static PooledBuffer WithTables(PooledBuffer jpeg, JpegScanner scanner)
    {
        if (!scanner.HasHuffmanTables)
            jpeg.Insert(JpegMetadata.Position(jpeg.Bytes.Span), JpegHuffmanTables.Standard);
        return jpeg;
    }
}
