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
    private readonly Lock _gate = new();
    private Task _loops = Task.CompletedTask;
    private Task? _stopped;

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

    /// <summary>
    /// A host may be stopped by two at once, of whom each disposes of it when that is done. So both wait for the same end: a source of tokens that
    /// is disposed of while it cancels cancels nothing, and the loops would run for ever.
    /// </summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            return _stopped ??= StopLoopsAsync();
    }

    public void Dispose() => _stop.Dispose();

    private async Task StopLoopsAsync()
    {
        await _stop.CancelAsync();
        await _loops;
        foreach (Camera camera in cameras.All)
            camera.Close();
    }

    private CameraSupervisor Supervisor(Camera camera) =>
        new(camera, readers, time, Random.Shared, loggers.CreateLogger<CameraSupervisor>());
}
