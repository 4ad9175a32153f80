using VideoStream.Cameras.Sources;

namespace VideoStream.Cameras;

/// <summary>
/// Keeps one camera connected while it is needed. Gives up connections that deliver nothing, and retries for ever. Never waits for a read.
/// </summary>
internal sealed class CameraSupervisor
{
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(1);

    private readonly Camera _camera;
    private readonly ICameraReaderCatalogue _readers;
    private readonly TimeProvider _time;
    private readonly CameraLog _log;
    private readonly OpenPolicy _policy;
    private readonly ChangeSignal _viewersChanged;
    private readonly ConnectionWatch _watch;
    private readonly RetryWait _retry;
    private readonly ReconnectBackoff _backoff;
    private readonly CaptureThreads _threads = new();
    private Task _givingUp = Task.CompletedTask;
    private CameraFault? _fault;

    public CameraSupervisor(
        Camera camera, ICameraReaderCatalogue readers, TimeProvider time, Random random, ILogger<CameraSupervisor> logger)
    {
        (_camera, _readers, _time) = (camera, readers, time);
        _log = new CameraLog(camera, logger);
        _policy = new OpenPolicy(camera, readers);
        _viewersChanged = new ChangeSignal(time);
        _watch = new ConnectionWatch(camera, _policy, _viewersChanged, time);
        _retry = new RetryWait(camera, readers, _policy, _viewersChanged, time);
        _backoff = new ReconnectBackoff(
            TimeSpan.FromSeconds(camera.Options.ReconnectMin), TimeSpan.FromSeconds(camera.Options.ReconnectMax), random);
    }

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _camera.ViewersChanged += _viewersChanged.Set;
        _camera.StatusChanged += OnStatusChanged;
        try
        {
            await SuperviseAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The service stops.
        }
        catch
        {
            // Refuses frames until the next connection, so that viewers see the fault.
            _camera.SetStatus(CameraState.Lost, new CameraFault(CameraFaultKind.SupervisorFailed));
            throw;
        }
        finally
        {
            _camera.ViewersChanged -= _viewersChanged.Set;
            _camera.StatusChanged -= OnStatusChanged;
            await Task.WhenAny(Task.WhenAll(_threads.Ended, _givingUp), Task.Delay(EndTimeout, _time, CancellationToken.None));
        }
    }

    private async Task SuperviseAsync(CancellationToken cancellationToken)
    {
        bool isNeeded = !_policy.IsOnDemand;
        while (true)
        {
            if (!isNeeded)
                await IdleAsync(cancellationToken);
            isNeeded = await ConnectAsync(cancellationToken) is { IsOk: false } failed
                && await RetryAsync(failed.Fault, cancellationToken);
        }
    }

    /// <summary>Waits for the first viewer.</summary>
    private async Task IdleAsync(CancellationToken cancellationToken)
    {
        _camera.SetStatus(CameraState.Idle);
        _fault = null;
        _backoff.Reset();
        while (_camera.Viewers == 0)
            await _viewersChanged.WaitAsync(cancellationToken);
        // Most devices can't be opened while the previous thread still closes them.
        if (!_threads.Ended.IsCompleted)
            await _viewersChanged.WaitAsync(EndTimeout, _threads.Ended, cancellationToken);
    }

    /// <summary>Runs one connection.</summary>
    /// <returns>OK if the camera is not needed any more, otherwise why the connection ended.</returns>
    private async Task<SourceResult> ConnectAsync(CancellationToken cancellationToken)
    {
        if (!_threads.CanStart())
            return new CameraFault(CameraFaultKind.DriverHangs);
        int connection = _camera.Connect(_fault);
        var thread = CaptureThread.Start(_camera, _readers.Create(_camera), connection, _time);
        _threads.Add(thread);
        try
        {
            SourceResult result = await _watch.RunAsync(thread, cancellationToken);
            bool wasLong = _time.GetElapsedTime(thread.StartedAt) > TimeSpan.FromSeconds(_camera.Options.ReconnectMax);
            if (thread.LastFrameAt > 0 || wasLong)
                _backoff.Reset();
            return result;
        }
        finally
        {
            _givingUp = Task.WhenAll(_givingUp, GiveUpAsync(thread));
        }
    }

    /// <summary>Waits for the next attempt.</summary>
    /// <returns>False if the camera is not needed any more.</returns>
    private Task<bool> RetryAsync(CameraFault fault, CancellationToken cancellationToken)
    {
        _fault = fault;
        _log.Unavailable(fault);
        return _retry.RunAsync(fault, _backoff.Next(), cancellationToken);
    }

    private async Task GiveUpAsync(CaptureThread thread)
    {
        try
        {
            await thread.GiveUpAsync();
        }
        catch (AggregateException e)
        {
            _log.GiveUpFailed(e);
        }
    }

    private void OnStatusChanged(Camera camera) => _log.StatusChanged();
}
