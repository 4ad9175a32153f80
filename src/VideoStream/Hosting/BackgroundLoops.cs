using VideoStream.Hosting.Reload;
using VideoStream.Status;
using VideoStream.Viewers;

namespace VideoStream.Hosting;

/// <summary>
/// Starts and stops the background loops, each of them supervised. A camera has three, see <see cref="CameraRun"/>. All viewers share two.
/// One samples for metrics, one is for memory, and one reloads the configuration.
/// </summary>
internal sealed class BackgroundLoops(
    CameraLoops cameras,
    ViewerTicker ticker,
    CameraStatusNotifier notifier,
    MetricsSampler metrics,
    MemoryTrimmer memory,
    ConfigurationReload reload,
    TimeProvider time,
    ILoggerFactory loggers) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private SupervisedLoop[] _others = [];
    private Task _running = Task.CompletedTask;
    private Task? _stopped;

    /// <summary>The loops; none before the start.</summary>
    public IReadOnlyList<SupervisedLoop> Loops => [.. cameras.Loops, .. _others];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        cameras.Start();
        _others =
        [
            Loop("viewers, once a second", ticker.RunAsync, () => new LoopProgress(ticker.Ticks, HasWork: true)),
            Loop("viewers, camera status", notifier.RunAsync),
            Loop("metrics", metrics.RunAsync),
            Loop("memory", memory.RunAsync),
            Loop("configuration", reload.RunAsync),
        ];
        _running = Task.WhenAll(_others.Select(loop => loop.RunAsync(_stop.Token)));
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
        // One of them may be changing the cameras.
        await _running;
        await cameras.StopAsync();
    }

    private SupervisedLoop Loop(string name, Func<CancellationToken, Task> run, Func<LoopProgress>? progress = null) =>
        new(name, run, time, Random.Shared, loggers.CreateLogger<SupervisedLoop>()) { Progress = progress };
}
