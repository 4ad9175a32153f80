using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using VideoStream.Access;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Encoding.Jpeg;
using VideoStream.Frames;
using VideoStream.Viewers;
using VideoStream.Viewers.Settings;

namespace VideoStream.Tests.Support;

/// <summary>The camera "gate" with one viewer, whose frames pass from capture to its sink on the caller's thread.</summary>
internal sealed class InlineDelivery : IAsyncDisposable
{
    private static readonly TimeSpan FrameInterval = TimeSpan.FromSeconds(1) / 30;

    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly PaintedReader _reader = new();
    private readonly FrameDispatcher _dispatcher;
    private readonly Task _running;
    private readonly int _connection;
    private readonly AccessGrant? _grant;

    /// <param name="grant">What the viewers may do; null for everything.</param>
    public InlineDelivery(AccessGrant? grant = null)
    {
        _grant = grant;
        Options = Microsoft.Extensions.Options.Options.Create(Configured.With("Cameras:gate:Source=test", "WebSocket:MaxClients=3"));
        Threads = new EncoderThreads(NullLogger<EncoderThreads>.Instance, 0, Time);
        Cameras = new CameraRegistry(Options, Time);
        Variants = new VariantRegistry(Cameras, Threads, Options, Time, NullLogger<VariantSet>.Instance);
        Viewers = new ViewerRegistry(Options, _lifetime, Time, NullLogger<ViewerRegistry>.Instance);
        Camera = Cameras.All.Single();
        _dispatcher = new FrameDispatcher(Variants.All.Single(), NullLogger<FrameDispatcher>.Instance);
        _connection = Camera.Connect(null);
        (Viewer, _running) = Admit(Sink);
    }

    public SettableTime Time { get; } = new();

    public IOptions<VideoStreamOptions> Options { get; }

    public EncoderThreads Threads { get; }

    public CameraRegistry Cameras { get; }

    public VariantRegistry Variants { get; }

    public ViewerRegistry Viewers { get; }

    public Camera Camera { get; }

    public Viewer Viewer { get; }

    public CountingSink Sink { get; } = new();

    /// <summary>Captures a frame and sends it.</summary>
    /// <param name="after">The time between.</param>
    public void Deliver(TimeSpan after = default)
    {
        Capture();
        if (after > TimeSpan.Zero)
            Time.Advance(after);
        Assert.True(Camera.Frames.TryTake(0, out Frame? frame));
        _dispatcher.Dispatch(frame);
        while (Threads.TryEncodeNext())
        {
        }
    }

    /// <summary>Captures a frame, which is not sent.</summary>
    public void Capture()
    {
        Time.Advance(FrameInterval);
        FrameCapture.TryPublish(Camera, _reader, _connection);
    }

    /// <summary>One more viewer, which asks for no frame faster than the camera's.</summary>
    public (Viewer Viewer, Task Running) Admit(IFrameSink sink, ViewerTransport transport = ViewerTransport.WebSocket)
    {
        ViewerSettings settings = ViewerSettings.Defaults(Options.Value) with { Osd = true, Adaptive = false };
        Assert.True(Viewers.TryAdmit(
            TestConnection.Of(transport: transport, grant: _grant), Variants.All.Single(), settings, out Viewer? viewer, out _));
        return (viewer, Viewers.RunAsync(viewer, () => viewer.SendAsync(sink)));
    }

    /// <summary>Ends the viewer.</summary>
    public Task EndAsync()
    {
        Viewer.Close(CloseReason.ClientClosed);
        return Limit.Within(_running);
    }

    public async ValueTask DisposeAsync()
    {
        _lifetime.StopApplication();
        await Limit.Within(_running);
        Viewers.Dispose();
        Camera.Close();
        Threads.Dispose();
    }
}
