using VideoStream.Cameras.Sources;

namespace VideoStream.Cameras;

/// <summary>
/// Waits for the first viewer of a camera. Meanwhile it checks what can be known without opening the source, so that the log and the
/// readiness name a device or a file that is missing.
/// </summary>
internal sealed class IdleWait(Camera camera, ICameraReaderCatalogue readers, CameraLog log, ChangeSignal viewersChanged)
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(5);

    /// <summary>Sets the camera idle, and waits until it has viewers.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        SetIdle(await readers.FindFaultAsync(camera, cancellationToken));
        while (camera.Viewers == 0)
        {
            await viewersChanged.WaitAsync(CheckInterval, cancellationToken);
            if (camera.Viewers != 0)
                return;
            CameraFault? fault = await readers.FindFaultAsync(camera, cancellationToken);
            if (camera.Viewers == 0 && fault != camera.Status.Fault)
                SetIdle(fault);
        }
    }

    private void SetIdle(CameraFault? fault)
    {
        camera.SetStatus(CameraState.Idle, fault);
        camera.Pool.FreeSpare();
        camera.Decoder.Release();
        log.Unwatched(fault);
    }
}
