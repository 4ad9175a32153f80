using VideoStream.Configuration;
using VideoStream.Frames;
using VideoStream.Frames.H264;

namespace VideoStream.Encoding.H264;

/// <summary>
/// Encodes one variant's frames as an H.264 stream. Key frames come when a subscription waits for one, and no more often than the options
/// allow. Used for one frame at a time.
/// </summary>
/// <param name="camera">The camera's name, for the frames' metadata.</param>
/// <param name="composer">Makes the pixels.</param>
/// <param name="variant">The variant.</param>
/// <param name="options">What encodes, and how often key frames may come.</param>
/// <param name="time">The clock.</param>
internal sealed class VideoEncoder(string camera, PictureComposer composer, Variant variant, H264Options options, TimeProvider time)
    : IVariantEncoder
{
    private readonly TimeSpan _minKeyFrameInterval = TimeSpan.FromSeconds(options.MinKeyFrameInterval);
    private readonly PixelPlanes _converted = new();
    private readonly VideoSequence _sequence = new();
    private IH264Encoder? _encoder;
    private PictureSize _size;
    private double _rate = VideoRate.Max;
    private long _keyFrameAt;
    private int _isKeyFrameWanted;

    /// <inheritdoc/>
    public bool HasDynamicOverlay => composer.HasDynamicOverlay;

    /// <inheritdoc/>
    public void RequestKeyFrame() => Volatile.Write(ref _isKeyFrameWanted, 1);

    /// <inheritdoc/>
    public EncodedFrame? Encode(Frame frame)
    {
        long started = time.GetTimestamp();
        PictureSize size = VideoSize.Of(frame.Size, variant.MaxSize);
        PixelPlanes pixels = Yuv420(composer.Compose(frame, size));
        Prepare(size);
        FollowRate(frame.Rate);
        bool isKeyFrameDue = Volatile.Read(ref _isKeyFrameWanted) != 0 && time.GetElapsedTime(_keyFrameAt, started) >= _minKeyFrameInterval;
        if (!_encoder!.TryEncode(pixels, time.GetElapsedTime(0, frame.CapturedTimestamp), isKeyFrameDue, out H264Unit unit))
            return null;
        if (unit.IsKeyFrame)
        {
            _keyFrameAt = started;
            Volatile.Write(ref _isKeyFrameWanted, 0);
            _sequence.Begin(unit.Bytes);
        }

        return new EncodedFrame(CopyWith(unit.Bytes, new(frame.Number, frame.CapturedAt, camera, frame.Live)))
        {
            Stamp = frame.Stamp,
            Size = size,
            Live = frame.Live,
            Quality = null,
            Video = _sequence.Format,
            Unit = _sequence.Add(unit.IsKeyFrame, unit.TemporalLayer),
            EncodeTime = time.GetElapsedTime(started),
        };
    }

    public void Dispose()
    {
        _encoder?.Dispose();
        _converted.Dispose();
    }

    /// <summary>A stream has one size. With another one it begins anew, with a key frame.</summary>
    private void Prepare(PictureSize size)
    {
        if (_encoder is not null && size == _size)
            return;
        _encoder?.Dispose();
        _encoder = null;
        _encoder = new OpenH264Encoder(new H264Settings(size, variant.Encoding.Kilobits, VideoRate.Max));
        (_size, _rate) = (size, VideoRate.Max);
    }

    /// <summary>
    /// The encoder shares out the bits for a fixed rate. A camera, or a viewer, of fewer frames a second would get a part of the bitrate.
    /// </summary>
    private void FollowRate(double cameraRate)
    {
        double rate = cameraRate > 0 ? Math.Clamp(cameraRate, 1, VideoRate.Max) : VideoRate.Max;
        if (Math.Abs(rate - _rate) < _rate / 8)
            return;
        _rate = rate;
        _encoder!.SetBitrate((int)(variant.Encoding.Kilobits * VideoRate.Max / rate));
    }

    private PixelPlanes Yuv420(PixelPlanes pixels)
    {
        if (pixels.Subsampling == ChromaSubsampling.Yuv420)
            return pixels;
        Chroma420.Convert(pixels, _converted);
        return _converted;
    }

    /// <summary>The access unit with the frame's metadata before its first slice.</summary>
    private static PooledBuffer CopyWith(ReadOnlySpan<byte> unit, FrameMetadata metadata)
    {
        Span<byte> message = stackalloc byte[H264Metadata.MaxLength];
        message = message[..H264Metadata.Write(metadata, message)];
        return PooledBuffer.CopyWith(unit, H264Metadata.Position(unit), message);
    }
}
