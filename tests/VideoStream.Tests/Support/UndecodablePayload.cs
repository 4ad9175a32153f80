using VideoStream.Frames;

namespace VideoStream.Tests.Support;

/// <summary>A payload that no decoder can read, and that counts how often one tries.</summary>
internal sealed class UndecodablePayload() : EncodedPayload(PooledBuffer.Copy([1, 2, 3]), new PictureSize(16, 16))
{
    public int Decodes { get; private set; }

    public override Codec Codec => Codec.Jpeg;

    public override bool IsKeyFrame => true;

    public override PixelPlanes Decode(FramePool pool, PictureSize wanted)
    {
        Decodes++;
        throw new InvalidDataException("broken");
    }

    protected override int MetadataPosition(ReadOnlySpan<byte> encoded) => 0;

    protected override int WriteMetadata(FrameMetadata metadata, Span<byte> to) => 0;
}
