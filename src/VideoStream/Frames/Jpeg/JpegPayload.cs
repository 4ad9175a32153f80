using OpenCvSharp;

namespace VideoStream.Frames.Jpeg;

/// <summary>A source's own JPEG.</summary>
/// <param name="jpeg">The JPEG. The payload takes over the caller's reference. Missing Huffman tables are inserted.</param>
/// <param name="scanner">What was found in the JPEG.</param>
internal sealed class JpegPayload(PooledBuffer jpeg, JpegScanner scanner) : EncodedPayload(WithTables(jpeg, scanner), scanner.Size)
{
    public override Codec Codec => Codec.Jpeg;

    public override bool IsKeyFrame => true;

    /// <summary>As the Exif data says. A JPEG with another one than as captured is never passed through: not all clients obey it.</summary>
    public override Orientation Orientation { get; } = scanner.Orientation;

    public override Mat Decode(FramePool pool)
    {
        Mat decoded = pool.Adopt(Decode());
        if (!decoded.Empty())
            return decoded;
        pool.Free(decoded);
        throw new InvalidDataException("the camera's JPEG can't be decoded");
    }

    protected override int MetadataPosition(ReadOnlySpan<byte> encoded) => JpegMetadata.Position(encoded);

    protected override int WriteMetadata(FrameMetadata metadata, Span<byte> to) => JpegMetadata.Write(metadata, to);

    private Mat Decode()
    {
        using Reading reading = Read();
        DecoderWarnings.Begin();
        try
        {
            // OpenCvSharp can't decode into memory that is there: its native library exports no imdecode with a destination.
            // The orientation in the Exif data is applied together with that of the camera's options.
            return Cv2.ImDecode(reading.Bytes, ImreadModes.Color | ImreadModes.IgnoreOrientation);
        }
        finally
        {
            DecoderWarnings.End();
        }
    }

    private static PooledBuffer WithTables(PooledBuffer jpeg, JpegScanner scanner)
    {
        if (!scanner.HasHuffmanTables)
            jpeg.Insert(JpegMetadata.Position(jpeg.Bytes.Span), JpegHuffmanTables.Standard);
        return jpeg;
    }
}
