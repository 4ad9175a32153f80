using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Frames;
using VideoStream.Osd;

namespace VideoStream.Encoding;

/// <summary>The variants of one camera that somebody watches: made for the first who wants one, gone with the last.</summary>
internal sealed class CameraVariants(
    Camera camera, OsdOptions osd, int defaultQuality, EncoderThreads threads, TimeProvider time, ILogger<CameraVariants> logger)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Variant, VariantStream> _streams = [];
    private readonly OsdRenderer _osd = new(osd, camera.Name);
    private VariantStream[] _all = [];

    public Camera Camera => camera;

    public EncodeStatistics Statistics { get; } = new();

    /// <summary>JPEG quality of a viewer who asks for none.</summary>
    public int DefaultQuality => defaultQuality;

    /// <summary>How many variants are watched at the moment.</summary>
    public int Count => Volatile.Read(ref _all).Length;

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
                frame.Release();
                foreach (VariantStream stream in Volatile.Read(ref _all))
                    stream.OnFrame(last);
            }
        }
        catch (OperationCanceledException)
        {
            // It was waiting for a picture when it was to end.
        }
    }

    /// <summary>Begins to watch a variant.</summary>
    public VariantStream Join(Variant variant)
    {
        lock (_gate)
        {
            if (!_streams.TryGetValue(variant, out VariantStream? stream))
            {
                var encoder = new PictureEncoder(camera.Name, _osd, variant, defaultQuality, time);
                _streams[variant] = stream = new VariantStream(variant, camera.Frames, encoder, threads, Statistics, logger);
                _all = [.. _streams.Values];
            }

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
            _all = [.. _streams.Values];
        }

        stream.Dispose();
    }
}
