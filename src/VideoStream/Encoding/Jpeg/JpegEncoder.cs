using System.Buffers;
using System.Diagnostics;
using OpenCvSharp;
using OpenCvSharp.Internal;
using OpenCvSharp.Internal.Vectors;
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
    private readonly int _quality = variant.Encoding.Quality;
    private readonly int[] _parameters = new int[2];
    private readonly VectorOfByte _jpeg = new();
    private readonly Action<Frame, Mat> _make = (frame, pixels) => Make(frame, pixels, variant, osd);
    private long _encoded;
    private OsdOptions? _drawn;
    private PictureSize _size;

    /// <inheritdoc/>
    public bool HasDynamicOverlay => variant.Osd && osd.HasDynamicOverlay;

    /// <inheritdoc/>
    public EncodedFrame Encode(Frame frame)
    {
        if (variant.Encoding.IsPassthrough && frame.CanPassThrough)
            return PassThrough(frame);

        long started = time.GetTimestamp();
        bool isDuplicate = frame.ContentId == _encoded && !HasDynamicOverlay && ReferenceEquals(_drawn, osd.Options);
        if (!isDuplicate)
            Compress(frame);
        return new EncodedFrame(CopyWith(Metadata(frame)))
        {
            Stamp = frame.Stamp,
            Size = _size,
            Live = frame.Live,
            Quality = _quality,
            EncodeTime = isDuplicate ? null : time.GetElapsedTime(started),
        };
    }

    public void Dispose()
    {
        _jpeg.Dispose();
    }

    private FrameMetadata Metadata(Frame frame) => new(frame.Number, frame.CapturedAt, camera, frame.Live);

    private EncodedFrame PassThrough(Frame frame) => new(frame.PassThrough(Metadata(frame)))
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
        (_parameters[0], _parameters[1]) = ((int)ImwriteFlags.JpegQuality, _quality);
        PictureSize size = SizeOf(frame, variant);
        bool hasOsd = HasOsd(frame, variant);
        Mat pixels = size == frame.Size && !hasOsd ? frame.Pixels : frame.Rendered(size, hasOsd, _make);
        using InputArray input = InputArray.Create(pixels);
        NativeMethods.HandleException(NativeMethods.imgcodecs_imencode_vector(
            ".jpg", input.CvPtr, _jpeg.CvPtr, _parameters, _parameters.Length, out int succeeded));
        if (succeeded == 0)
            throw new InvalidOperationException($"OpenCV could not encode a frame of {frame.Size}");
        (_encoded, _size) = (frame.ContentId, size);
    }

    private static PictureSize SizeOf(Frame frame, Variant variant) =>
        variant.MaxSize is { } maxSize ? frame.Size.FitInto(maxSize) : frame.Size;

    /// <summary>A placeholder has none: it would be drawn over the text, and its clock would run as if the camera were live.</summary>
    private static bool HasOsd(Frame frame, Variant variant) => variant.Osd && frame.Live;

    private static void Make(Frame frame, Mat pixels, Variant variant, OsdRenderer osd)
    {
        PictureSize size = SizeOf(frame, variant);
        if (size == frame.Size)
            frame.Pixels.CopyTo(pixels);
        else
            Cv2.Resize(frame.Pixels, pixels, new Size(size.Width, size.Height), 0, 0, Interpolation(frame.Size, size));
        if (HasOsd(frame, variant))
            osd.Draw(pixels, frame);
    }

    /// <summary>
    /// Averaging areas looks best. It is fast for whole factors, but several times slower for others. So a size of at least one half is
    /// interpolated: there it loses too little to alias.
    /// </summary>
    private static InterpolationFlags Interpolation(PictureSize from, PictureSize to)
    {
        bool whole = from.Width % to.Width == 0 && from.Height % to.Height == 0;
        return whole || from.Width > to.Width * 2 ? InterpolationFlags.Area : InterpolationFlags.Linear;
    }

    private unsafe PooledBuffer CopyWith(FrameMetadata metadata)
    {
        Span<byte> segment = stackalloc byte[JpegMetadata.MaxLength];
        segment = segment[..JpegMetadata.Write(metadata, segment)];
        var jpeg = new ReadOnlySpan<byte>((void*)_jpeg.ElemPtr, _jpeg.Size);
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
