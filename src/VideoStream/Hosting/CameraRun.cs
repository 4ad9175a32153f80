using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Configuration;
using VideoStream.Encoding;

namespace VideoStream.Hosting;

/// <summary>
/// The background loops of one camera: its supervisor, its placeholder, and the loop that passes its frames to its variants. One thread at
/// a time starts, reopens and stops it.
/// </summary>
internal sealed class CameraRun : IDisposable
{
    private readonly ICameraReaderCatalogue _readers;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly SupervisedLoop _dispatcher;
    private readonly SupervisedLoop _placeholder;
    private readonly CancellationTokenSource _stop = new();
    private SupervisedLoop _supervisor;
    private CancellationTokenSource _close = new();
    private Task _supervising = Task.CompletedTask;
    private Task _others = Task.CompletedTask;

    public CameraRun(VariantSet variants, ICameraReaderCatalogue readers, TimeProvider time, ILoggerFactory loggers)
    {
        (Camera, _readers, _time, _loggers) = (variants.Camera, readers, time, loggers);
        var dispatcher = new FrameDispatcher(variants, loggers.CreateLogger<FrameDispatcher>());
        _dispatcher = Loop(
            "dispatcher of camera " + Camera.Name,
            dispatcher.RunAsync,
            () => new LoopProgress(dispatcher.Dispatched, dispatcher.HasWork));
        _placeholder = Loop("placeholder of camera " + Camera.Name, new PlaceholderLoop(Camera, time).RunAsync);
        _supervisor = SupervisorLoop();
    }

    public Camera Camera { get; }

    /// <summary>The loops.</summary>
    public IEnumerable<SupervisedLoop> Loops => [_dispatcher, _placeholder, Volatile.Read(ref _supervisor)];

    /// <summary>Starts the loops.</summary>
    public void Start()
    {
        _others = Task.WhenAll(_dispatcher.RunAsync(_stop.Token), _placeholder.RunAsync(_stop.Token));
        _supervising = _supervisor.RunAsync(_close.Token);
    }

    /// <summary>Closes the connection to the camera, and opens another with other options. Viewers stay.</summary>
    public async Task ReopenAsync(CameraOptions options)
    {
        await CloseAsync();
        Camera.Configure(options);
        _close.Dispose();
        _close = new CancellationTokenSource();
        // Its delays and its policy depend on the options.
        Volatile.Write(ref _supervisor, SupervisorLoop());
        _supervising = _supervisor.RunAsync(_close.Token);
    }

    /// <summary>Stops the loops, and closes the camera.</summary>
    public async Task StopAsync()
    {
        await Task.WhenAll(CloseAsync(), _stop.CancelAsync());
        await _others;
        Camera.Close();
    }

    public void Dispose()
    {
        _stop.Dispose();
        _close.Dispose();
    }

    private async Task CloseAsync()
    {
        await _close.CancelAsync();
        await _supervising;
        _readers.Forget(Camera);
    }

    private SupervisedLoop SupervisorLoop()
    {
        var supervisor = new CameraSupervisor(Camera, _readers, _time, Random.Shared, _loggers.CreateLogger<CameraSupervisor>());
        return Loop("supervisor of camera " + Camera.Name, supervisor.RunAsync);
    }

    private SupervisedLoop Loop(string name, Func<CancellationToken, Task> run, Func<LoopProgress>? progress = null) =>
        new(name, run, _time, Random.Shared, _loggers.CreateLogger<SupervisedLoop>()) { Progress = progress };
}
