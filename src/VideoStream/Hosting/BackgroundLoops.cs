using VideoStream.Hosting.Reload;
using VideoStream.Relay;
using VideoStream.Status;
using VideoStream.Viewers;

namespace VideoStream.Hosting;

/// <summary>
/// Starts and stops the background loops, each of them supervised. A camera has three, see <see cref="CameraRun"/>. All viewers share two.
/// One samples for metrics, one is for memory, one publishes, one finds cameras, and one reloads the configuration.
/// </summary>
internal sealed partial class BackgroundLoops(
    CameraLoops cameras,
    ViewerTicker ticker,
    CameraStatusNotifier notifier,
    MetricsSampler metrics,
    MemoryTrimmer memory,
    ConfigurationReload reload,
    NatsPublisher publisher,
    DiscoveryLoop discovery,
    TimeProvider time,
    ILoggerFactory loggers) : IHostedService, IDisposable
{
    /// <summary>They end at once. The stop goes on without one that does not.</summary>
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(1);

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
            Loop("publisher", publisher.RunAsync, () => new LoopProgress(publisher.Checks, publisher.IsConfigured)),
            Loop("discovery", discovery.RunAsync, () => new LoopProgress(discovery.Steps, HasWork: true)),
            Loop("configuration", reload.RunAsync, () => new LoopProgress(reload.Steps, HasWork: true), () => reload.Hang),
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
        try
        {
            // One of them may be changing the cameras.
            await _running.WaitAsync(LongestEnd, time);
        }
        catch (TimeoutException)
        {
            LogNotEnded(loggers.CreateLogger<BackgroundLoops>(), LongestEnd.TotalSeconds);
        }

        await cameras.StopAsync();
    }

    private SupervisedLoop Loop(
        string name, Func<CancellationToken, Task> run, Func<LoopProgress>? progress = null, Func<string?>? hang = null) =>
        new(name, run, time, Random.Shared, loggers.CreateLogger<SupervisedLoop>()) { Progress = progress, Hang = hang };
}
