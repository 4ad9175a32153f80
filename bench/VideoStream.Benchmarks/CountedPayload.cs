using VideoStream.Frames;
using VideoStream.Frames.Jpeg;

namespace VideoStream.Benchmarks;

/// <summary>A camera's JPEG that counts how often it is decoded and turned.</summary>
internal sealed class CountedPayload(byte[] jpeg, PictureSize size, PayloadCounter counter) : EncodedPayload(PooledBuffer.Copy(jpeg), size)
{
    /// <summary>The unit of the benchmarks' JPEGs, which have one colour sample for two times two pixels.</summary>
    public static readonly PictureSize Unit = new(16, 16);

    public override Codec Codec => Codec.Jpeg;

    public override bool IsKeyFrame => true;

    public override PixelPlanes Decode(FramePool pool, PictureSize wanted)
    {
        counter.Decodes++;
        using Reading reading = Read();
        return JpegDecoder.TryDecode(reading.Bytes, wanted, pool)!;
    }

    public override bool CanTurn(Orientation by) => JpegTurner.CanTurn(Size, Unit, by);

    protected override PooledBuffer? TryTurn(Orientation by)
    {
        using Reading reading = Read();
        PooledBuffer? turned = JpegTurner.TryTurn(reading.Bytes, by);
        counter.Turned += turned is null ? 0 : 1;
        return turned;
    }

    protected override int MetadataPosition(ReadOnlySpan<byte> encoded) => JpegMetadata.Position(encoded);

    protected override int WriteMetadata(FrameMetadata metadata, Span<byte> to) => JpegMetadata.Write(metadata, to);
}
