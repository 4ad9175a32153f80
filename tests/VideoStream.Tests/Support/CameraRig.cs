using VideoStream.Access;
using VideoStream.Adaptation;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Encoding.Jpeg;
using VideoStream.Tests.Adaptation;
using VideoStream.Viewers;
using VideoStream.Viewers.Settings;

namespace VideoStream.Tests.Support;

/// <summary>A camera that captures a frame when the test calls for one, with its variants and encoder threads.</summary>
internal sealed class CameraRig : IAsyncDisposable
{
    private static readonly TimeSpan FrameInterval = TimeSpan.FromSeconds(1) / 30;

    private readonly VideoStreamOptions _options = new();
    private readonly EncoderThreads _encoders;
    private readonly bool _isAlone;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private int _connection;
    private bool _finished;

    /// <summary>Creates a camera.</summary>
    /// <param name="maxVariants">The maximum number of variants that are encoded.</param>
    /// <param name="machine">Another camera to share the clock and the encoder threads with. Dispose it last.</param>
    /// <param name="isOvertaken">
    /// Whether the camera captures another frame during each encode, so that an encoded frame is never its newest.
    /// </param>
    /// <param name="encoderThreads">How many encoder threads; 0: the test calls <see cref="EncodeQueued"/>. Null: one a core.</param>
    /// <param name="encoders">Makes the encoder of a variant; null for the service's.</param>
    public CameraRig(
        int maxVariants = 12,
        CameraRig? machine = null,
        bool isOvertaken = false,
        int? encoderThreads = null,
        Func<Variant, IVariantEncoder>? encoders = null)
    {
        _isAlone = machine is null;
        Time = machine?.Time ?? new GatedTime();
        _encoders = machine?._encoders ?? new EncoderThreads(EncoderLog, encoderThreads ?? Environment.ProcessorCount);
        (_options.WebSocket.Quality, _options.WebSocket.MaxVariants) = (Plain.Encoding.Quality, maxVariants);
        Camera = new Camera("front", new CameraOptions(), Time);
        encoders ??= isOvertaken ? _ => new OvertakenEncoder(Overtake) : null;
        Variants = encoders is not null
            ? new VariantSet(Camera, _options, _encoders, Time, Log) { Encoders = encoders }
            : new VariantSet(Camera, _options, _encoders, Time, Log);
        Connect();
        Dispatcher = new FrameDispatcher(Variants, DispatcherLog);
        _loop = Task.Run(() => Dispatcher.RunAsync(_stop.Token));
    }

    public static Variant Plain { get; } = new(Osd: false, MaxSize: null, VariantEncoding.Jpeg(80));

    public GatedTime Time { get; }

    public ListLogger<VariantSet> Log { get; } = new();

    public ListLogger<FrameDispatcher> DispatcherLog { get; } = new();

    public ListLogger<EncoderThreads> EncoderLog { get; } = new();

    public PaintedReader Reader { get; } = new();

    public Camera Camera { get; }

    public VariantSet Variants { get; }

    public FrameDispatcher Dispatcher { get; }

    /// <summary>Called during each encode of a camera that is overtaken.</summary>
    public Action? DuringEncode { get; set; }

    public TestViewer Watch(Variant? variant = null, double rate = 30) => new(Variants, variant ?? Plain, rate, Time);

    /// <summary>A viewer over a transport that the test stands in for, without adaptation.</summary>
    public Viewer Admit(ILinkProbe? probe = null, Action? abort = null, AccessGrant? grant = null)
    {
        ViewerConnection connection = TestConnection.Of(probe ?? new FakeLinkProbe(), abort: abort, grant: grant);
        return new Viewer(connection, Variants, ViewerSettings.Defaults(_options) with { Adaptive = false }, _options, Time);
    }

    /// <summary>Opens the camera, for the first time or again.</summary>
    public void Connect() => _connection = Camera.Connect(null);

    /// <summary>Captures a frame, a thirtieth of a second after the previous one.</summary>
    public void Publish() => Publish(Reader, FrameInterval);

    /// <summary>Captures a frame.</summary>
    /// <param name="interval">The time since the previous one.</param>
    public void Publish(TimeSpan interval) => Publish(Reader, interval);

    /// <summary>Captures a frame of another reader.</summary>
    public void Publish(ICameraReader reader) => Publish(reader, FrameInterval);

    /// <summary>Captures a frame of another reader.</summary>
    public void Publish(ICameraReader reader, TimeSpan interval)
    {
        Time.Advance(interval);
        FrameCapture.TryPublish(Camera, reader, _connection);
    }

    /// <summary>Captures a frame, and returns when it was passed to every variant that is watched by now.</summary>
    public void PublishAndDispatch(ICameraReader? reader = null)
    {
        Publish(reader ?? Reader);
        Limit.Until(() => !Dispatcher.HasWork);
    }

    /// <summary>Captures a frame that can't be encoded, and returns when its encode has failed.</summary>
    public void PublishAndFail()
    {
        long failures = Variants.Statistics.Failures;
        Publish();
        Limit.Until(() => Variants.Statistics.Failures > failures);
    }

    /// <summary>Returns when what was encoded has been offered, and those that want more wait for it.</summary>
    public void UntilOffered() => Limit.Until(() => _encoders.IsIdle);

    /// <summary>Encodes all that waits for a thread.</summary>
    public void EncodeQueued()
    {
        while (_encoders.TryEncodeNext())
        {
        }
    }

    /// <summary>Finishes all encodes that have started.</summary>
    /// <returns>The number of encodes.</returns>
    public long FinishEncodes()
    {
        if (!_finished && _isAlone)
        {
            Limit.Until(() => _encoders.IsIdle);
            _encoders.Dispose();
        }

        _finished = true;
        return Variants.Statistics.Encodes;
    }

    /// <summary>Checks, after the last viewer has left, that no variant and no frame is left.</summary>
    public async Task AssertNothingIsLeftAsync()
    {
        await DisposeAsync();
        Assert.Equal(0, Variants.Count);
        Camera.Close();
        Assert.Equal(0, Camera.Pool.Rented);
    }

    private void Overtake()
    {
        Publish();
        DuringEncode?.Invoke();
    }

    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
            return;
        Time.Open();
        await _stop.CancelAsync();
        await Limit.Within(_loop);
        FinishEncodes();
    }
}
