using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Encoding.Jpeg;
using VideoStream.Transports.WebSockets.Protocol;
using VideoStream.Viewers;
using VideoStream.Viewers.Settings;

namespace VideoStream.Benchmarks;

/// <summary>
/// A camera's own JPEG of 77 kB from the camera to all its viewers, whose sockets take everything at once: what the way through the service costs without
/// the kernel's part.
/// </summary>
public class FanOutBenchmarks
{
    private readonly SteppedTime _time = new();
    private readonly AlternatingReader _reader = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<ClientSession> _sessions = [];
    private readonly List<Task> _running = [];
    private readonly CountdownEvent _sent = new(1);
    private Camera? _camera;
    private EncoderThreads? _threads;
    private int _connection;

    [Params(1, 20, 100, 400)]
    public int Viewers { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var options = new VideoStreamOptions();
        _threads = new EncoderThreads(NullLogger<EncoderThreads>.Instance);
        _camera = new Camera("main", new CameraOptions(), _time);
        var variants = new VariantSet(_camera, options, _threads, _time, NullLogger<VariantSet>.Instance);
        _running.Add(variants.RunAsync(_stop.Token));
        _connection = _camera.Connect(null);
        var settings = ViewerSettings.Defaults(options) with { Adaptive = false };
        var parser = new ClientMessageParser(new SettingsParser(options.Resize));
        for (int i = 0; i < Viewers; i++)
        {
            var socket = new TakingSocket(() => _sent.Signal());
            var connection = new ClientConnection(socket, null, SpeaksV1: false, "nobody", null, socket.Abort);
            var session = new ClientSession(connection, variants, settings, parser, options, _time, NullLogger<ClientSession>.Instance);
            _sessions.Add(session);
            _running.Add(session.RunAsync());
        }
    }

    [Benchmark]
    public void Deliver()
    {
        _sent.Reset(Viewers);
        _time.Advance(TimeSpan.FromMilliseconds(33.4));
        FrameCapture.TryPublish(_camera!, _reader, _connection);
        if (!_sent.Wait(TimeSpan.FromSeconds(10)))
            throw new TimeoutException($"{_sent.CurrentCount} of {Viewers} viewers had no picture");
    }

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        foreach (ClientSession session in _sessions)
            session.Stop(CloseReason.ServiceStops);
        await _stop.CancelAsync();
        await Task.WhenAll(_running).WaitAsync(TimeSpan.FromSeconds(10));
        _sessions.ForEach(session => session.Dispose());
        _camera!.Close();
        _threads!.Dispose();
    }
}
