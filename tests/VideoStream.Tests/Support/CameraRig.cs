using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Encoding.Jpeg;

namespace VideoStream.Tests.Support;

/// <summary>A camera that takes a frame when the test says so, with its variants, encoder threads and dispatcher.</summary>
internal sealed class CameraRig : IAsyncDisposable
{
    private static readonly TimeSpan FrameInterval = TimeSpan.FromSeconds(1) / 30;

    private readonly EncoderThreads _encoders;
    private readonly bool _isAlone;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private int _connection;
    private bool _finished;

    /// <summary>A camera.</summary>
    /// <param name="maxVariants">How many variants of it may be encoded.</param>
    /// <param name="machine">A camera on the same machine, to share the clock and the encoder threads with; ends last.</param>
    /// <param name="isOvertaken">
    /// Whether the camera takes another frame during each encode, so that what was encoded is never its newest.
    /// </param>
    public CameraRig(int maxVariants = 12, CameraRig? machine = null, bool isOvertaken = false)
    {
        _isAlone = machine is null;
        Time = machine?.Time ?? new GatedTime();
        _encoders = machine?._encoders ?? new EncoderThreads(EncoderLog);
        var options = new VideoStreamOptions();
        (options.WebSocket.Quality, options.WebSocket.MaxVariants) = (Plain.Encoding.Quality, maxVariants);
        Camera = new Camera("front", new CameraOptions(), Time);
        Variants = isOvertaken
            ? new VariantSet(Camera, options, _encoders, Time, Log) { Encoders = variant => new OvertakenEncoder(Overtake) }
            : new VariantSet(Camera, options, _encoders, Time, Log);
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

    public TestViewer Watch(Variant? variant = null, double rate = 30) => new(Variants, variant ?? Plain, rate, Time);

    /// <summary>Called during each encode of a camera that is overtaken.</summary>
    public Action? DuringEncode { get; set; }

    /// <summary>The camera is opened, for the first time or again.</summary>
    public void Connect() => _connection = Camera.Connect(null);

    /// <summary>A thirtieth of a second later the camera takes a frame.</summary>
    public void Publish()
    {
        Time.Advance(FrameInterval);
        FrameCapture.TryPublish(Camera, Reader, _connection);
    }

    /// <summary>Takes a frame, and returns when it was passed to every variant that is watched by now.</summary>
    public void PublishAndDispatch()
    {
        Publish();
        Limit.Until(() => Dispatcher.Dispatched == Camera.Captured);
    }

    /// <summary>Takes a frame that is wanted and can't be encoded, and returns when that was tried.</summary>
    public void PublishAndFail()
    {
        long failures = Variants.Statistics.Failures;
        Publish();
        Limit.Until(() => Variants.Statistics.Failures > failures);
    }

    /// <summary>Ends the encoding, once all that is under way is done.</summary>
    /// <returns>How many there were.</returns>
    public long FinishEncodes()
    {
        if (!_finished && _isAlone)
            _encoders.Dispose();
        _finished = true;
        return Variants.Statistics.Encodes;
    }

    /// <summary>After the last viewer has left: nobody is watched any more, and all frames are given back.</summary>
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
