using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Encoding.Jpeg;
using VideoStream.Transports.Tcp;
using VideoStream.Transports.WebSockets;
using VideoStream.Viewers;
using VideoStream.Viewers.Settings;

namespace VideoStream.Benchmarks;

/// <summary>
/// Delivers a camera's own JPEG of 77 kB to all viewers. Their sockets accept everything at once, so this is the cost of the service
/// without the kernel.
/// </summary>
public class FanOutBenchmarks
{
    private readonly SteppedTime _time = new();
    private readonly AlternatingReader _reader = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Viewer> _viewers = [];
    private readonly List<Task> _running = [];
    private readonly CountdownEvent _sent = new(1);
    private Camera? _camera;
    private EncoderThreads? _threads;
    private int _connection;

    [Params(1, 20, 100, 400)]
    public int Viewers { get; set; }

    /// <summary>Whether the thread that has the frame sends it, as to a plain socket; else the viewers' loops do, as over TLS.</summary>
    [Params(true, false)]
    public bool Inline { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var options = new VideoStreamOptions();
        _threads = new EncoderThreads(NullLogger<EncoderThreads>.Instance);
        _camera = new Camera("main", new CameraOptions(), _time);
        var variants = new VariantSet(_camera, options, _threads, _time, NullLogger<VariantSet>.Instance);
        _running.Add(new FrameDispatcher(variants, NullLogger<FrameDispatcher>.Instance).RunAsync(_stop.Token));
        _connection = _camera.Connect(null);
        var settings = ViewerSettings.Defaults(options) with { Adaptive = false };
        for (int i = 0; i < Viewers; i++)
        {
            var socket = new TakingSocket(() => _sent.Signal());
            var connection = new ViewerConnection(
                ViewerTransport.WebSocket, "", new TcpInfo(null), GivesReceipts: false, WritesDirectly: false, socket.Abort);
            var viewer = new Viewer(connection, variants, settings, options, _time);
            _viewers.Add(viewer);
            _running.Add(viewer.SendAsync(Inline
                ? new TakingSink(() => _sent.Signal())
                : new WebSocketSink(socket, new ClientStream(Stream.Null), new Outbox(viewer.Wake), messages: null)));
        }
    }

    [Benchmark]
    public void Deliver()
    {
        _sent.Reset(Viewers);
        _time.Advance(TimeSpan.FromMilliseconds(33.4));
        FrameCapture.TryPublish(_camera!, _reader, _connection);
        if (!_sent.Wait(TimeSpan.FromSeconds(10)))
            throw new TimeoutException($"{_sent.CurrentCount} of {Viewers} viewers got no frame");
    }

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        foreach (Viewer viewer in _viewers)
            viewer.Close(CloseReason.ServiceStopping);
        await _stop.CancelAsync();
        await Task.WhenAll(_running).WaitAsync(TimeSpan.FromSeconds(10));
        _viewers.ForEach(viewer => viewer.Dispose());
        _camera!.Close();
        _threads!.Dispose();
    }
}
