using System.Diagnostics;
using VideoStream.Frames;
using VideoStream.Frames.Jpeg;

namespace VideoStream.Encoding.Jpeg;

/// <summary>
/// Encodes one variant's frames as JPEGs: resizes and draws the OSD, which all qualities share, and compresses. A frame that can be
/// passed through needs none of that, and one that shows the same as the one before is not compressed again. Keeps its native memory from
/// frame to frame, so it is used for one frame at a time.
/// </summary>
internal sealed class JpegEncoder(string camera, PictureComposer composer, Variant variant, TimeProvider time) : IVariantEncoder
{
    private readonly IJpegCompressor _compressor = TurboJpeg.IsAvailable ? new JpegCompressor() : new OpenCvCompressor();
    private long _encoded;
    private object? _drawn;
    private PictureSize _size;

    /// <inheritdoc/>
    public bool HasDynamicOverlay => composer.HasDynamicOverlay;

    /// <inheritdoc/>
    public EncodedFrame Encode(Frame frame)
    {
        if (variant.Encoding.IsPassthrough && frame.CanPassThrough)
            return PassedThrough(frame, frame.PassThrough(Metadata(frame)));
        if (variant.Encoding.IsPassthrough && frame.TryPassTurned(Metadata(frame)) is { } turned)
            return PassedThrough(frame, turned);

        long started = time.GetTimestamp();
        bool isDuplicate = frame.ContentId == _encoded && !HasDynamicOverlay && ReferenceEquals(_drawn, composer.Drawing);
        if (!isDuplicate)
            Compress(frame);
        return new EncodedFrame(CopyWith(Metadata(frame)))
        {
            Stamp = frame.Stamp,
            Size = _size,
            Live = frame.Live,
            Quality = variant.Encoding.Quality,
            EncodeTime = isDuplicate ? null : time.GetElapsedTime(started),
        };
    }

    public void Dispose() => _compressor.Dispose();

    private FrameMetadata Metadata(Frame frame) => new(frame.Number, frame.CapturedAt, camera, frame.Live);

    private static EncodedFrame PassedThrough(Frame frame, PooledBuffer bytes) => new(bytes)
    {
        Stamp = frame.Stamp,
        Size = frame.Size,
        Live = frame.Live,
        Quality = null,
        EncodeTime = null,
    };

    private void Compress(Frame frame)
    {
        (_encoded, _drawn) = (0, composer.Drawing);
        PictureSize size = variant.MaxSize is { } maxSize ? frame.Size.FitInto(maxSize) : frame.Size;
        _compressor.Compress(composer.Compose(frame, size), variant.Encoding.Quality);
        (_encoded, _size) = (frame.ContentId, size);
    }

    private PooledBuffer CopyWith(FrameMetadata metadata)
    {
        Span<byte> segment = stackalloc byte[JpegMetadata.MaxLength];
        segment = segment[..JpegMetadata.Write(metadata, segment)];
        ReadOnlySpan<byte> jpeg = _compressor.Jpeg;
        Debug.Assert(jpeg is [0xFF, 0xD8, ..]);
        return PooledBuffer.CopyWith(jpeg, JpegMetadata.Position(jpeg), segment);
    }
}
