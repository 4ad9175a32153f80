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
/// <param name="encoders">Makes the encoders.</param>
/// <param name="time">The clock.</param>
internal sealed class VideoEncoder(
    string camera, PictureComposer composer, Variant variant, Func<H264Options> options, H264Encoders encoders, TimeProvider time)
    : IVariantEncoder
{
    private readonly PixelPlanes _converted = new();
    private readonly VideoSequence _sequence = new();

    /// <summary>Held while an encoder's thread delivers a unit, so that none comes of an encoder that another one has replaced.</summary>
    private readonly Lock _delivery = new();

    private Action<EncodedFrame>? _finished;
    private IH264Encoder? _encoder;
    private int _encodersMade;
    private volatile H264EncoderKind _kind;
    private PictureSize _size;
    private double _rate = VideoRate.Max;
    private long _keyFrameAt;
    private int _isKeyFrameWanted;

    /// <inheritdoc/>
    public bool HasDynamicOverlay => composer.HasDynamicOverlay;

    /// <inheritdoc/>
    /// <remarks>One that fails has none, but another one that is configured may take its place.</remarks>
    public bool HasRoom => Volatile.Read(ref _encoder) is not { HasRoom: false } full
        || (full.Problem is not null && MustReplace(options()));

    /// <inheritdoc/>
    public string? Problem => Volatile.Read(ref _encoder)?.Problem;

    /// <inheritdoc/>
    public Action<EncodedFrame>? Finished
    {
        set => _finished = value;
    }

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
        var request = new H264Request(time.GetElapsedTime(0, frame.CapturedTimestamp), IsKeyFrameDue(started))
        {
            Stamp = frame.Stamp,
            Metadata = new(frame.Number, frame.CapturedAt, camera, frame.Live),
            StartedAt = started,
        };
        if (request.AsKeyFrame)
            Volatile.Write(ref _keyFrameAt, started);
        try
        {
            return _encoder!.Submit(pixels, request, out H264Unit unit) ? FrameOf(request, unit) : null;
        }
        catch (InvalidOperationException)
        {
            // It may not work any more.
            ReplaceEncoder(null);
            throw;
        }
    }

    public void Dispose()
    {
        _encoder?.Dispose();
        _converted.Dispose();
    }

    /// <summary>Whether somebody waits for a key frame, and none came or was asked for lately.</summary>
    private bool IsKeyFrameDue(long now) => Volatile.Read(ref _isKeyFrameWanted) != 0
        && time.GetElapsedTime(Volatile.Read(ref _keyFrameAt), now) >= TimeSpan.FromSeconds(options().MinKeyFrameInterval);

    /// <summary>A stream has one size, and one encoder. With another one it begins anew, with a key frame.</summary>
    private void Prepare(PictureSize size)
    {
        H264Options configured = options();
        H264EncoderKind kind = configured.Encoder;
        if (_encoder is not null && size == _size && !MustReplace(configured))
            return;
        var settings = new H264Settings(size, variant.Encoding.Kilobits, VideoRate.Max);
        ReplaceEncoder(number => encoders.Create(kind, settings, (request, unit) => Deliver(number, request, unit)));
        (_size, _rate, _kind) = (size, VideoRate.Max, kind);
    }

    /// <summary>Who watches goes on when it is switched off, or when another one is configured that is not known to work.</summary>
    private bool MustReplace(H264Options configured) => configured.Encoder != _kind && H264Support.IsKnownToWork(configured);

    private void ReplaceEncoder(Func<int, IH264Encoder>? create)
    {
        lock (_delivery)
        {
            _encoder?.Dispose();
            Volatile.Write(ref _encoder, null);
            int number = ++_encodersMade;
            Volatile.Write(ref _encoder, create?.Invoke(number));
        }
    }

    /// <summary>A unit that comes later, on a thread of its encoder.</summary>
    private void Deliver(int encoder, H264Request request, H264Unit unit)
    {
        lock (_delivery)
        {
            if (encoder == _encodersMade && _finished is { } finished)
                finished(FrameOf(request, unit));
        }
    }

    private EncodedFrame FrameOf(H264Request request, H264Unit unit)
    {
        if (unit.IsKeyFrame)
        {
            Volatile.Write(ref _keyFrameAt, request.StartedAt);
            Volatile.Write(ref _isKeyFrameWanted, 0);
            _sequence.Begin(unit.Bytes);
        }

        return new EncodedFrame(CopyWith(unit.Bytes, request.Metadata))
        {
            Stamp = request.Stamp,
            Size = _size,
            Live = request.Metadata.Live,
            Quality = null,
            Video = _sequence.Format,
            Unit = _sequence.Add(request.Metadata.Number, unit.IsKeyFrame, unit.TemporalLayer),
            EncodeTime = time.GetElapsedTime(request.StartedAt),
        };
    }

    /// <summary>
    /// The encoder shares out the bits for a fixed rate. A camera, or a viewer, of fewer frames a second would get a part of the bitrate.
    /// </summary>
    private void FollowRate(double cameraRate)
    {
        // A level has no room for more bits.
        const int maxKilobits = 240_000;
        double rate = cameraRate > 0 ? Math.Clamp(cameraRate, 1, VideoRate.Max) : VideoRate.Max;
        if (Math.Abs(rate - _rate) < _rate / 8)
            return;
        _rate = rate;
        _encoder!.SetBitrate((int)Math.Min(maxKilobits, variant.Encoding.Kilobits * VideoRate.Max / rate));
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
