using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Encoding.H264;
using VideoStream.Encoding.Jpeg;
using VideoStream.Encoding.Overlay;
using VideoStream.Frames;

namespace VideoStream.Encoding;

/// <summary>
/// The variants of one camera that are watched. The first subscription of a variant creates its stream, and the last one ends it.
/// </summary>
internal sealed class VariantSet(
    Camera camera,
    VideoStreamOptions options,
    EncoderThreads threads,
    TimeProvider time,
    ILogger<VariantSet> logger,
    IVariantSource? source = null)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Variant, VariantStream> _byVariant = [];
    private readonly EncoderShare _share = threads.CreateShare();
    private readonly OsdRenderer _osd = new(options.Osd, camera.Title);
    private readonly Func<Variant, IVariantEncoder>? _encoders;
    private readonly IUpstreamLink? _upstream = source?.FindLink(camera);
    private readonly H264Encoders _videoEncoders = new(camera.Name, time, logger);
    private ClientLimits _limits = options.WebSocket;
    private H264Options _h264 = options.H264;
    private OsdOptions _osdOptions = options.Osd;
    private VariantStream[] _streams = [];

    public Camera Camera => camera;

    /// <summary>Makes the encoder of a variant.</summary>
    internal Func<Variant, IVariantEncoder> Encoders
    {
        get => _encoders ?? CreateEncoder;
        init => _encoders = value;
    }

    public EncodeStatistics Statistics { get; } = new();

    /// <summary>Failures of H.264 encoders that are processes.</summary>
    public EncoderFailures EncoderFailures => _videoEncoders.Failures;

    /// <summary>Estimates how many bytes a frame has in any variant.</summary>
    public EncodedSizeModel Sizes { get; } = new(options.WebSocket.Quality, time);

    public OverloadDetector Overload { get; } = new(camera, time);

    /// <summary>What counts for new viewers. The camera's own JPEG counts as one of the default quality.</summary>
    public ClientLimits Limits => Volatile.Read(ref _limits);

    /// <summary>
    /// Bytes a second that a variant may have on its way from the service that encodes it; infinite if nothing limits it. For any thread.
    /// </summary>
    public double MaxRate => _upstream?.MaxRate ?? double.PositiveInfinity;

    /// <inheritdoc cref="IUpstreamLink.Version"/>
    public int UpstreamVersion => _upstream?.Version ?? 0;

    /// <summary>The size of the camera's frames; null while it is not known. For any thread.</summary>
    public PictureSize? CameraSize => _upstream?.CameraSize is { } size && camera.Status.State != CameraState.Live
        ? size
        : camera.Newest?.Size;

    /// <summary>How many variants are watched.</summary>
    public int Count => Streams.Length;

    /// <summary>Whether a variant may be added. A camera's own video always may: only its placeholders are encoded.</summary>
    public bool HasRoomFor(Variant variant) => variant.Encoding.IsPassedH264 || Count < Limits.MaxVariants;

    /// <summary>
    /// The streams, in the order in which they get a frame. Passthrough is last: it sends at once, and encodes need not wait for that.
    /// </summary>
    internal VariantStream[] Streams => Volatile.Read(ref _streams);

    /// <inheritdoc cref="Variant.Normalize"/>
    /// <remarks>Where only the camera's own size without a box is refused, it is asked for as a box.</remarks>
    public Variant Normalize(Variant asked)
    {
        PictureSize? source = CameraSize;
        Variant normal = asked.Normalize(source, Limits.Quality);
        if (_upstream is null || normal.MaxSize is not null || !_upstream.IsRefused(normal) || (asked.MaxSize ?? source) is not { } size)
            return normal;
        Variant boxed = asked with { MaxSize = size, Encoding = VariantEncoding.Jpeg(asked.Encoding.Quality) };
        return asked.MaxSize is not null || !_upstream.IsRefused(boxed) ? boxed : normal;
    }

    /// <summary>Whether the service that encodes a variant, or what is in between, has refused to send it. For any thread.</summary>
    /// <param name="asked">The variant, as a viewer asks for it.</param>
    public bool IsRefused(Variant asked) => _upstream is not null && _upstream.IsRefused(Normalize(asked));

    /// <summary>Joins the stream of a variant, to change to it with its next key frame.</summary>
    /// <param name="variant">The variant.</param>
    /// <param name="consumer">Is offered the key frame.</param>
    /// <param name="first">The lowest number that the key frame may have.</param>
    public KeyFrameWaiter AwaitKeyFrame(Variant variant, IFrameConsumer consumer, long first = 0) => new(
        Join(variant),
        consumer,
        (long)(Volatile.Read(ref _h264).MinKeyFrameInterval * time.TimestampFrequency),
        time.TimestampFrequency,
        first);

    /// <summary>
    /// Joins the stream of a variant, or of the nearest lower one if there is no room. There always is for the first of a codec.
    /// </summary>
    /// <param name="variant">A normalized variant.</param>
    public VariantStream Join(Variant variant)
    {
        lock (_gate)
        {
            if (!_byVariant.TryGetValue(variant, out VariantStream? stream))
                stream = HasRoomFor(variant) || SubstitutesOf(variant) is not [_, ..] low ? Add(variant) : _byVariant[variant.Nearest(low)];
            stream.Members++;
            return stream;
        }
    }

    /// <summary>Leaves a stream, which ends if this was its last subscription.</summary>
    public void Leave(VariantStream stream, StreamSubscriber subscription)
    {
        stream.Leave(subscription);
        lock (_gate)
        {
            if (--stream.Members > 0)
                return;
            _byVariant.Remove(stream.Variant);
            UpdateStreams();
        }

        stream.Dispose();
    }

    /// <summary>Why a variant can't be encoded here, in words; null if it can. Blocks for two seconds at most.</summary>
    public string? FindProblem(Variant variant) => variant.Encoding is { IsH264: true, IsPassedH264: false } && _upstream is null
        ? H264Support.Problem(Volatile.Read(ref _h264))
        : null;

    /// <summary>Applies changed options: the limit, what counts as the default quality, and the on-screen display.</summary>
    public void Apply(VideoStreamOptions changed)
    {
        Volatile.Write(ref _limits, changed.WebSocket);
        Volatile.Write(ref _h264, changed.H264);
        Sizes.DefaultQuality = changed.WebSocket.Quality;
        Volatile.Write(ref _osdOptions, changed.Osd);
        SetTitle(changed.Cameras.TryGetValue(camera.Name, out CameraOptions? named) ? named.Title ?? camera.Name : camera.Title);
    }

    /// <summary>Shows another title on the on-screen display.</summary>
    public void SetTitle(string title)
    {
        // No stream is added meanwhile with the old display.
        lock (_gate)
        {
            _osd.Update(Volatile.Read(ref _osdOptions), title);
            foreach (VariantStream stream in _streams)
                stream.UpdateOverlay();
        }
    }

    /// <summary>The camera was removed: it needs no encoder threads any more.</summary>
    public void Close() => threads.Remove(_share);

    /// <summary>
    /// What could be shown in place of a variant. Not a camera's own video, which can make no viewer wait less, and carries no lower rate.
    /// </summary>
    private Variant[] SubstitutesOf(Variant variant) =>
        [.. _byVariant.Keys.Where(other => variant.HasSameCodec(other) && !other.Encoding.IsPassedH264)];

    private IVariantEncoder CreateEncoder(Variant variant)
    {
        var composer = new PictureComposer(_osd, variant.Osd);
        return variant.Encoding.IsH264
            ? new VideoEncoder(camera.Name, composer, Encoded(variant), () => Volatile.Read(ref _h264), _videoEncoders, time)
            : new JpegEncoder(camera.Name, composer, variant, time);
    }

    /// <summary>
    /// What is encoded where a camera's own video can't be passed on: its placeholders, and frames of a connection without.
    /// </summary>
    public Variant Encoded(Variant variant)
    {
        if (!variant.Encoding.IsPassedH264)
            return variant;
        LadderRung best = Volatile.Read(ref _h264).Rungs.First();
        return Normalize(variant with { MaxSize = new(best.Width, best.Height), Encoding = VariantEncoding.H264(best.Kilobits) });
    }

    /// <summary>Whether a viewer would be sent a frame of a variant at once, and not only after the camera's next key frame.</summary>
    public bool CanBegin(Variant variant) => !variant.Encoding.IsPassedH264 || camera.Video.CanBegin;

    private VariantStream Add(Variant variant)
    {
        VariantStream? stream = null;
        IEncodedFrames? encoded = variant.Encoding.IsPassedH264
            ? camera.Video
            : source?.Open(
                camera,
                variant,
                stamp => Volatile.Read(ref stream)?.OnFrame(stamp),
                () => OnRefused(Volatile.Read(ref stream)));
        var encoder = new LatestFrameEncoder(variant, camera, Encoders(variant), encoded, Statistics, Sizes, logger);
        var subscriptions = new WaitingSubscriptions(variant, Statistics, logger);
        if (variant.Encoding.IsH264)
        {
            var video = new KeyFrameStream(encoder, subscriptions, threads, _share, time);
            (stream, encoder.Finished) = (video, video.Finish);
        }
        else
        {
            stream = new IndependentStream(encoder, subscriptions, threads, _share, time);
        }

        _byVariant[variant] = stream;
        UpdateStreams();
        return stream;
    }

    /// <summary>Nobody sends the frames. Those that wait for one may want something else.</summary>
    private static void OnRefused(VariantStream? stream)
    {
        foreach (StreamSubscriber subscription in stream?.CopyWaiting() ?? [])
            subscription.OnRefused();
    }

    private void UpdateStreams()
    {
        Volatile.Write(ref _streams, [.. _byVariant.Values.OrderBy(stream => stream.Variant.Encoding.IsPassed)]);
        camera.Decodes.Needed = NeededSize();
        camera.Decodes.IsWholeNeededUnlessPassed = _byVariant.Keys.Any(variant => variant.Encoding.IsPassthrough);
    }

    /// <summary>The box that holds all variants; null if one has the camera's own size. What is passed through is not decoded.</summary>
    private PictureSize? NeededSize()
    {
        PictureSize needed = default;
        foreach (Variant variant in _byVariant.Keys)
        {
            if (variant.MaxSize is { } size)
                needed = needed.Union(size);
            else if (!variant.Encoding.IsPassed)
                return null;
        }

        return needed;
    }
}
