namespace VideoStream.Frames.H264;

/// <summary>A source's own access unit. It is decoded with those before it, which the camera keeps.</summary>
/// <param name="unit">The access unit in Annex B form. The payload takes over the caller's reference.</param>
/// <param name="video">The stream that it is of.</param>
/// <param name="kind">What else of the stream depends on it.</param>
/// <param name="decoder">Decodes the units of the camera.</param>
internal sealed class H264Payload(PooledBuffer unit, H264Stream video, H264UnitKind kind, IUnitDecoder decoder)
    : EncodedPayload(unit, video.Format.Size)
{
    private volatile bool _isGone;

    public override Codec Codec => Codec.H264;

    public override bool IsKeyFrame => kind == H264UnitKind.Key;

    /// <summary>The stream that it is of.</summary>
    public H264Stream Video => video;

    /// <summary>What else of the stream depends on it.</summary>
    public H264UnitKind Kind => kind;

    /// <summary>The number that its frame has been given. Set before the frame is published.</summary>
    public long Number { get; set; }

    public override bool IsGone => _isGone;

    public override PixelPlanes Decode(FramePool pool, PictureSize wanted)
    {
        try
        {
            return decoder.Decode(Number, pool);
        }
        catch (UnitsGoneException e)
        {
            _isGone = true;
            throw new InvalidDataException(e.Message, e);
        }
    }

    protected override int MetadataPosition(ReadOnlySpan<byte> encoded) => H264Metadata.Position(encoded);

    protected override int WriteMetadata(FrameMetadata metadata, Span<byte> to) => H264Metadata.Write(metadata, to);
}
