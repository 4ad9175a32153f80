using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Frames;
using VideoStream.Osd;

namespace VideoStream.Encoding;

/// <summary>The variants of one camera that somebody watches: made for the first who wants one, gone with the last.</summary>
internal sealed class CameraVariants(
    Camera camera, VideoStreamOptions options, EncoderThreads threads, TimeProvider time, ILogger<CameraVariants> logger)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Variant, VariantStream> _streams = [];
    private readonly OsdRenderer _osd = new(options.Osd, camera.Name);
    private VariantStream[] _all = [];
    private double _latenessSeconds;
    private long _told;

    public Camera Camera => camera;

    public EncodeStatistics Statistics { get; } = new();

    /// <summary>How many bytes pictures have in each variant.</summary>
    public VariantBytes Bytes { get; } = new(options.WebSocket.Quality, time);

    /// <summary>JPEG quality of a viewer who asks for none.</summary>
    public int DefaultQuality => options.WebSocket.Quality;

    /// <summary>How many variants are watched at the moment.</summary>
    public int Count => Volatile.Read(ref _all).Length;

    /// <summary>Number of the newest picture that all of them have been told of.</summary>
    public long Told => Volatile.Read(ref _told);

    /// <summary>Whether one more variant may be encoded.</summary>
    public bool HasRoom => Count < options.WebSocket.MaxVariants;

    /// <summary>
    /// Whether this machine can't keep up: encoding takes longer than the camera takes for a picture, or the thread pool, which sends, gets to a new one
    /// only after half of that time.
    /// </summary>
    public bool IsLate => camera.Newest is { Rate: > 0 } newest
        && (threads.Turnaround.TotalSeconds > 1 / newest.Rate || Volatile.Read(ref _latenessSeconds) > 0.5 / newest.Rate);

    /// <summary>Tells every variant of every new frame. Runs until cancelled; the camera's own thread never comes here.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        FrameStamp last = default;
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                Frame frame = await camera.Frames.TakeNewerAsync(last.Number, cancellationToken);
                last = frame.Stamp;
                double lateness = time.GetElapsedTime(frame.PublishedTimestamp).TotalSeconds;
                frame.Release();
                Volatile.Write(ref _latenessSeconds, _latenessSeconds + ((lateness - _latenessSeconds) / 8));
                foreach (VariantStream stream in Volatile.Read(ref _all))
                    stream.OnFrame(last);
                Volatile.Write(ref _told, last.Number);
            }
        }
        catch (OperationCanceledException)
        {
            // It was waiting for a picture when it was to end.
        }
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
    public void Leave(VariantStream stream, PictureFeed feed)
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

    /// <summary>Those for which there is nothing to encode come last: they are sent at once, which the others needn't wait for.</summary>
    private VariantStream[] InOrder() => [.. _streams.Values.OrderBy(stream => stream.Variant.Quality == Variant.SourceQuality)];

    private VariantStream Add(Variant variant)
    {
        var encoder = new PictureEncoder(camera.Name, _osd, variant, DefaultQuality, time);
        var stream = new VariantStream(variant, camera.Frames, encoder, threads, Statistics, Bytes, logger);
        _streams[variant] = stream;
        _all = InOrder();
        return stream;
    }
}
