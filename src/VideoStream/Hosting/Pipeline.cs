using VideoStream.Cameras;
using VideoStream.Encoding;

namespace VideoStream.Hosting;

/// <summary>Starts and stops what runs without being asked: a thread a camera, and a loop a camera that tells its variants of pictures.</summary>
internal sealed class Pipeline(
    CameraRegistry cameras,
    VariantsRegistry variants,
    CameraReaderFactory readers,
    TimeProvider time,
    ILoggerFactory loggers) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<CameraThread> _threads = [];
    private Task _loops = Task.CompletedTask;
    private bool _stopped;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _loops = Task.WhenAll(variants.All.Select(camera => camera.RunAsync(_stop.Token)));
        foreach (Camera camera in cameras.All)
        {
            ICameraReader reader = readers.Create(camera.Name, camera.Options);
            var thread = new CameraThread(camera, reader, time, loggers.CreateLogger<CameraThread>());
            _threads.Add(thread);
            thread.Start();
        }

        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // A host may be stopped and disposed of side by side.
        if (Interlocked.Exchange(ref _stopped, true))
            return;
        await _stop.CancelAsync();
        await _loops;
        await Task.WhenAll(_threads.Select(thread => Task.Run(thread.Dispose, CancellationToken.None)));
    }

    public void Dispose() => _stop.Dispose();
}
