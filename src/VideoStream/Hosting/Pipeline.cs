using VideoStream.Cameras;
using VideoStream.Encoding;

namespace VideoStream.Hosting;

/// <summary>
/// Starts and stops what runs without being asked. For each camera: its supervisor, the loop that shows why it isn't live, and the loop that
/// tells its variants of pictures.
/// </summary>
internal sealed class Pipeline(
    CameraRegistry cameras,
    VariantsRegistry variants,
    ICameraReaderFactory readers,
    TimeProvider time,
    ILoggerFactory loggers) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _loops = Task.CompletedTask;
    private bool _stopped;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _loops = Task.WhenAll(
        [
            .. variants.All.Select(camera => camera.RunAsync(_stop.Token)),
            .. cameras.All.Select(camera => new PlaceholderLoop(camera, time).RunAsync(_stop.Token)),
            .. cameras.All.Select(camera => Supervisor(camera).RunAsync(_stop.Token)),
        ]);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // A host may be stopped and disposed of side by side.
        if (Interlocked.Exchange(ref _stopped, true))
            return;
        await _stop.CancelAsync();
        await _loops;
        foreach (Camera camera in cameras.All)
            camera.Close();
    }

    public void Dispose() => _stop.Dispose();

    private CameraSupervisor Supervisor(Camera camera) =>
        new(camera, readers, time, Random.Shared, loggers.CreateLogger<CameraSupervisor>());
}
