using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Encoding.Jpeg;
using VideoStream.Encoding.Overlay;
using VideoStream.Frames;

namespace VideoStream.Encoding;

/// <summary>The variants of one camera that somebody watches: made for the first who wants one, gone with the last.</summary>
internal sealed partial class VariantSet(
    Camera camera, VideoStreamOptions options, EncoderThreads threads, TimeProvider time, ILogger<VariantSet> logger)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Variant, VariantStream> _streams = [];
    private readonly OsdRenderer _osd = new(options.Osd, camera.Name);
    private readonly Func<Variant, IVariantEncoder>? _encoders;
    private VariantStream[] _all = [];
    private readonly LatencyAverage _dispatchLatency = new(time);
    private long _dispatched;

    public Camera Camera => camera;

    /// <summary>Makes the encoder of each variant.</summary>
    internal Func<Variant, IVariantEncoder> Encoders
    {
        get => _encoders ?? (variant => new JpegEncoder(camera.Name, _osd, variant, DefaultQuality, time));
        init => _encoders = value;
    }

    public EncodeStatistics Statistics { get; } = new();

    /// <summary>How many bytes frames have in each variant.</summary>
    public EncodedSizeModel Bytes { get; } = new(options.WebSocket.Quality, time);

    /// <summary>JPEG quality of a viewer who asks for none.</summary>
    public int DefaultQuality => options.WebSocket.Quality;

    /// <summary>How many variants are watched at the moment.</summary>
    public int Count => Volatile.Read(ref _all).Length;

    /// <summary>Number of the newest frame that all of them have been told of.</summary>
    public long Dispatched => Volatile.Read(ref _dispatched);

    /// <summary>Whether one more variant may be encoded.</summary>
    public bool HasRoom => Count < options.WebSocket.MaxVariants;

    /// <summary>
    /// Whether this machine can't keep up with one variant: its frames take longer to encode than to capture, or the thread pool, which sends,
    /// gets to the camera's frames only after half of that time. Other variants and cameras count only through what this one waits for them.
    /// For any thread.
    /// </summary>
    public bool IsOverloaded(VariantStream? stream) => camera.Newest is { Rate: > 0 } newest
        && (stream?.EncodeLatency > 1 / newest.Rate || _dispatchLatency.Seconds > 0.5 / newest.Rate);

    /// <summary>Tells every variant of every new frame. Runs until cancelled; the camera's own thread never comes here.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (!cancellationToken.IsCancellationRequested)
                Dispatch(await camera.Frames.TakeNewerAsync(Dispatched, cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // It was waiting for a frame when it was to end.
        }
    }

    /// <summary>Tells every variant of a frame, whose claim it takes over.</summary>
    internal void Dispatch(Frame frame)
    {
        FrameStamp stamp = frame.Stamp;
        _dispatchLatency.AddSince(frame.PublishedTimestamp);
        frame.Release();
        foreach (VariantStream stream in Volatile.Read(ref _all))
            Dispatch(stream, stamp);
        Volatile.Write(ref _dispatched, stamp.Number);
    }

    /// <summary>Begins to watch a variant, or the nearest lower one if there are as many as may be.</summary>
    public VariantStream Join(Variant variant)
    {
        lock (_gate)
        {
            if (!_streams.TryGetValue(variant, out VariantStream? stream))
                stream = HasRoom ? Add(variant) : _streams[variant.Nearest(_streams.Keys, DefaultQuality)];
            stream.Members++;
            return stream;
        }
    }

    /// <summary>Ends what <see cref="Join"/> began.</summary>
    public void Leave(VariantStream stream, VariantSubscription feed)
    {
        stream.Leave(feed);
        lock (_gate)
        {
            if (--stream.Members > 0)
                return;
            _streams.Remove(stream.Variant);
            _all = InOrder();
        }

        stream.Dispose();
    }

    private void Dispatch(VariantStream stream, FrameStamp stamp)
    {
        try
        {
            stream.OnFrame(stamp);
        }
        catch (Exception e)
        {
            // The camera's other variants still get this frame, and this one the next.
            LogDispatchFailed(e, camera.Name, stream.Variant);
        }
    }

    /// <summary>Those for which there is nothing to encode come last: they are sent at once, which the others needn't wait for.</summary>
    private VariantStream[] InOrder() => [.. _streams.Values.OrderBy(stream => stream.Variant.Encoding.IsPassthrough)];

    private VariantStream Add(Variant variant)
    {
        var stream = new VariantStream(variant, camera.Frames, Encoders(variant), threads, Statistics, Bytes, time, logger);
        _streams[variant] = stream;
        _all = InOrder();
        return stream;
    }

    [LoggerMessage(202, LogLevel.Critical, "Camera {Camera}: variant {Variant} failed to handle a frame. Continuing with the next frame.")]
    private partial void LogDispatchFailed(Exception exception, string camera, Variant variant);
}
