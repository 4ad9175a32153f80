using System.Buffers;
using System.Diagnostics;
using VideoStream.Configuration;
using VideoStream.Encoding.Overlay;
using VideoStream.Frames;
using VideoStream.Frames.Jpeg;

namespace VideoStream.Encoding.Jpeg;

/// <summary>
/// Encodes one variant's frames as JPEGs: resizes and draws the OSD, which all qualities share, and compresses. A frame that can be
/// passed through needs none of that, and one that shows the same as the one before is not compressed again. Keeps its native memory from
/// frame to frame, so it is used for one frame at a time.
/// </summary>
internal sealed class JpegEncoder(string camera, OsdRenderer osd, Variant variant, TimeProvider time) : IVariantEncoder
{
    private readonly IJpegCompressor _compressor = TurboJpeg.IsAvailable ? new JpegCompressor() : new OpenCvCompressor();
    private readonly Action<Frame, PixelPlanes> _make = (frame, pixels) => Make(frame, pixels, variant, osd);
    private long _encoded;
    private OsdOptions? _drawn;
    private PictureSize _size;

    /// <inheritdoc/>
    public bool HasDynamicOverlay => variant.Osd && osd.HasDynamicOverlay;

    /// <inheritdoc/>
    public EncodedFrame Encode(Frame frame)
    {
        if (variant.Encoding.IsPassthrough && frame.CanPassThrough)
            return PassedThrough(frame, frame.PassThrough(Metadata(frame)));
        if (variant.Encoding.IsPassthrough && frame.TryPassTurned(Metadata(frame)) is { } turned)
            return PassedThrough(frame, turned);

        long started = time.GetTimestamp();
        bool isDuplicate = frame.ContentId == _encoded && !HasDynamicOverlay && ReferenceEquals(_drawn, osd.Options);
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
        (_encoded, _drawn) = (0, osd.Options);
        PictureSize size = SizeOf(frame, variant);
        bool hasOsd = HasOsd(frame, variant);
        PixelPlanes pixels = frame.Pixels(size);
        if (hasOsd || pixels.Size != size)
            pixels = frame.Rendered(size, hasOsd, _make);
        _compressor.Compress(pixels, variant.Encoding.Quality);
        (_encoded, _size) = (frame.ContentId, size);
    }

    private static PictureSize SizeOf(Frame frame, Variant variant) =>
        variant.MaxSize is { } maxSize ? frame.Size.FitInto(maxSize) : frame.Size;

    /// <summary>A placeholder has none: it would be drawn over the text, and its clock would run as if the camera were live.</summary>
    private static bool HasOsd(Frame frame, Variant variant) => variant.Osd && frame.Live;

    private static void Make(Frame frame, PixelPlanes pixels, Variant variant, OsdRenderer osd)
    {
        PictureSize size = SizeOf(frame, variant);
        PixelPlanes captured = frame.Pixels(size);
        if (captured.Size == size)
            pixels.CopyFrom(captured);
        else
            PictureResizer.Resize(captured, pixels, size);
        if (HasOsd(frame, variant))
            osd.Draw(pixels, frame);
    }

    private PooledBuffer CopyWith(FrameMetadata metadata)
    {
        Span<byte> segment = stackalloc byte[JpegMetadata.MaxLength];
        segment = segment[..JpegMetadata.Write(metadata, segment)];
        ReadOnlySpan<byte> jpeg = _compressor.Jpeg;
        Debug.Assert(jpeg is [0xFF, 0xD8, ..]);
        int position = JpegMetadata.Position(jpeg);
        int length = jpeg.Length + segment.Length;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(PooledBuffer.PrefixRoom + length + PooledBuffer.SuffixRoom);
        Span<byte> copy = buffer.AsSpan(PooledBuffer.PrefixRoom);
        jpeg[..position].CopyTo(copy);
        segment.CopyTo(copy[position..]);
        jpeg[position..].CopyTo(copy[(position + segment.Length)..]);
        return new PooledBuffer(buffer, PooledBuffer.PrefixRoom, length);
    }
}
