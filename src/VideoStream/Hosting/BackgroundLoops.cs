using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Encoding;
using VideoStream.Status;
using VideoStream.Viewers;

namespace VideoStream.Hosting;

/// <summary>
/// Starts and stops the background loops, each of them supervised. A camera has three: its supervisor, its placeholder, and the loop that
/// passes its frames to its variants. All viewers share two. One samples for metrics, and one is for memory.
/// </summary>
internal sealed class BackgroundLoops(
    CameraRegistry cameras,
    VariantRegistry variants,
    ICameraReaderCatalogue readers,
    ViewerTicker ticker,
    CameraStatusNotifier notifier,
    MetricsSampler metrics,
    MemoryTrimmer memory,
    TimeProvider time,
    ILoggerFactory loggers) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private Task _running = Task.CompletedTask;
    private Task? _stopped;

    /// <summary>The loops; none before the start.</summary>
    public IReadOnlyList<SupervisedLoop> Loops { get; private set; } = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Loops =
        [
            .. variants.All.Select(DispatcherLoop),
            .. cameras.All.Select(camera => Loop("placeholder of camera " + camera.Name, new PlaceholderLoop(camera, time).RunAsync)),
            .. cameras.All.Select(camera => Loop("supervisor of camera " + camera.Name, Supervisor(camera).RunAsync)),
            Loop("viewers, once a second", ticker.RunAsync, () => new LoopProgress(ticker.Ticks, HasWork: true)),
            Loop("viewers, camera status", notifier.RunAsync),
            Loop("metrics", metrics.RunAsync),
            Loop("memory", memory.RunAsync),
        ];
        _running = Task.WhenAll(Loops.Select(loop => loop.RunAsync(_stop.Token)));
        return Task.CompletedTask;
    }

    /// <summary>Stops the loops and closes the cameras. It can be called twice at the same time; both calls await one task.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            return _stopped ??= StopLoopsAsync();
    }

    public void Dispose() => _stop.Dispose();

    private async Task StopLoopsAsync()
    {
        await _stop.CancelAsync();
        await _running;
        foreach (Camera camera in cameras.All)
            camera.Close();
    }

    private SupervisedLoop Loop(string name, Func<CancellationToken, Task> run, Func<LoopProgress>? progress = null) =>
        new(name, run, time, Random.Shared, loggers.CreateLogger<SupervisedLoop>()) { Progress = progress };

    private SupervisedLoop DispatcherLoop(VariantSet variants)
    {
        var dispatcher = new FrameDispatcher(variants, loggers.CreateLogger<FrameDispatcher>());
        return Loop(
            "dispatcher of camera " + variants.Camera.Name,
            dispatcher.RunAsync,
            () => new LoopProgress(dispatcher.Dispatched, dispatcher.HasWork));
    }

    private CameraSupervisor Supervisor(Camera camera) =>
        new(camera, readers, time, Random.Shared, loggers.CreateLogger<CameraSupervisor>());
}
