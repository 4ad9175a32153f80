using VideoStream.Cameras;
using VideoStream.Cameras.Sources.Nats;
using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Frames.H264;
using VideoStream.Frames.Jpeg;

namespace VideoStream.Relay;

/// <summary>Makes frames of what is received of one variant, and says that they are there.</summary>
/// <param name="upstream">The service that publishes it.</param>
/// <param name="links">The links from the services at its NATS server.</param>
/// <param name="longFrames">The variants that the server does not take.</param>
/// <param name="camera">The camera here.</param>
/// <param name="variant">The variant.</param>
/// <param name="arrived">Called with a frame that the camera's other variants came before.</param>
/// <param name="time">The clock.</param>
internal sealed class RelayedStream(
    Upstream upstream,
    UpstreamLinks links,
    LongFrames longFrames,
    Camera camera,
    Variant variant,
    Action<FrameStamp> arrived,
    TimeProvider time)
{
    /// <summary>How much a frame counts in the mean: the last ten or twenty do.</summary>
    private const double NewFrame = 0.1;

    /// <summary>Fewer frames a second would not show whether the link carries more: there is nothing between two of them.</summary>
    private const double LeastRate = 2;

    private readonly RelayedSequence _sequence = new();
    private VideoFormat? _format;
    private volatile bool _isWaiting;
    private double _meanBytes;

    /// <summary>Raised when a frame is left out that later ones depend on, or where the one that it depends on is not known.</summary>
    public event Action? KeyFrameNeeded;

    public Upstream Upstream => upstream;

    public UpstreamLinks Links => links;

    public TimeProvider Time => time;

    /// <summary>The variant's name in subjects.</summary>
    public string Name { get; } = VariantName.Of(variant);

    public RelayedQueue Queue { get; } = new();

    /// <summary>Whether the variant does not come, but a lower one may. For any thread.</summary>
    public bool IsRefused => longFrames.Has(variant) || upstream.RefusalOf(Name) is not null;

    /// <summary>Whether nothing that comes can be shown before the next key frame. For any thread.</summary>
    public bool IsWaiting => _isWaiting;

    /// <summary>
    /// Frames a second that the link carries of this variant, by its share of it and by how long frames were lately; infinite if it carries
    /// all. For any thread, when it is asked for.
    /// </summary>
    public double CarriedRate
    {
        get
        {
            double bytes = Volatile.Read(ref _meanBytes);
            if (upstream.State is not { } state)
                return double.PositiveInfinity;
            UpstreamLink link = links.Of(state.Instance);
            link.OnAsking();
            if (bytes == 0)
                return double.PositiveInfinity;
            double rate = link.MaxRate / bytes;
            return rate < state.Fps ? Math.Max(rate, LeastRate) : double.PositiveInfinity;
        }
    }

    /// <summary>Takes over a frame that was received.</summary>
    public void Add(IncomingFrame received)
    {
        Measure(received.Bytes.Bytes.Length);
        // Viewers see why it is lost, until its state is known again.
        if (camera.Status.State == CameraState.Lost)
        {
            received.Bytes.Release();
            return;
        }

        FrameEnvelope envelope = received.Envelope;
        RelayedStamp stamp = upstream.Stamp(envelope.Instance, envelope.Number, envelope.Unit?.Reference ?? 0, envelope.CapturedAt);
        if (!CanBeShown(received, stamp))
        {
            received.Bytes.Release();
            // A key frame that can't be shown was there before.
            if (envelope.Unit is { IsKeyFrame: false } missed && _sequence.NeedsKeyFrame(missed.Layer))
                RequestKeyFrame();
            return;
        }

        _isWaiting = false;
        if (!Queue.TryAdd(FrameOf(received, stamp)))
            return;
        upstream.OnFrame(stamp.Capture, envelope.CameraSize);
        // Else the camera's loop passes the stamp on, when it has come there.
        if (camera.Frames.Newest.Number >= stamp.Capture.Number)
            arrived(new FrameStamp(stamp.Capture.Number, stamp.Capture.Timestamp));
    }

    /// <summary>Why nothing comes of the variant though it is granted, in words; null if no reason is known.</summary>
    public string? FindProblem(LeaseAnswer answer)
    {
        // A lower one may be granted.
        if (answer.Excess > 1 && VariantName.TryParse(answer.Variant ?? "", out Variant? granted))
            longFrames.Add(granted.Value, answer.Excess);
        return answer.Error;
    }

    /// <summary>What comes next is received anew, perhaps of another variant.</summary>
    public void Begin() => _sequence.Begin();

    private void Measure(double bytes) =>
        Volatile.Write(ref _meanBytes, _meanBytes == 0 ? bytes : _meanBytes + ((bytes - _meanBytes) * NewFrame));

    private void RequestKeyFrame()
    {
        _isWaiting = true;
        KeyFrameNeeded?.Invoke();
    }

    /// <summary>Whether it is new and, of H.264, can be decoded.</summary>
    private bool CanBeShown(IncomingFrame received, RelayedStamp stamp)
    {
        if (stamp.Capture.Number == 0 || received.Envelope.Unit is not { } unit)
            return stamp.Capture.Number != 0;
        _format = FormatOf(received) ?? _format;
        return _format is not null
            && _sequence.TryAdd(new StreamUnit(stamp.Capture.Number, stamp.Reference, unit.Layer), stamp.Epoch);
    }

    private EncodedFrame FrameOf(IncomingFrame received, RelayedStamp place)
    {
        FrameEnvelope envelope = received.Envelope;
        CaptureStamp stamp = place.Capture;
        AddMetadata(received, stamp);
        return new EncodedFrame(received.Bytes)
        {
            Stamp = new FrameStamp(stamp.Number, stamp.Timestamp),
            Size = envelope.Size,
            Live = true,
            Quality = envelope.Quality,
            Video = envelope.Unit is null ? null : _format,
            Unit = envelope.Unit is { } unit ? new StreamUnit(stamp.Number, place.Reference, unit.Layer) : null,
            EncodeTime = null,
        };
    }

    /// <summary>The camera may have another name here, and the frame another number.</summary>
    private void AddMetadata(IncomingFrame received, CaptureStamp stamp)
    {
        var metadata = new FrameMetadata(stamp.Number, stamp.At, camera.Name, Live: true);
        Span<byte> message = stackalloc byte[Math.Max(JpegMetadata.MaxLength, H264Metadata.MaxLength)];
        int length = received.Envelope.Unit is null ? JpegMetadata.Write(metadata, message) : H264Metadata.Write(metadata, message);
        received.Bytes.Insert(received.Envelope.Metadata.Position, message[..length]);
    }

    /// <summary>What a key frame says of its stream.</summary>
    private static VideoFormat? FormatOf(IncomingFrame received)
    {
        if (received.Envelope.Unit is not { IsKeyFrame: true })
            return null;
        foreach (NalUnit nal in new AnnexB(received.Bytes.Bytes.Span))
        {
            if (nal.Header.Type == NalType.Sps && SpsReader.TryRead(nal.Bytes, out SpsInfo sps))
                return new(sps.CodecString, sps.Size);
        }

        return null;
    }
}
