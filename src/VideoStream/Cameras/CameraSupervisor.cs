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
    private readonly RetrySchedule _schedule;
    private readonly Reselection _reselection;
    private readonly IdleWait _idle;
    private readonly CaptureThreads _threads = new();
    private Task _givingUp = Task.CompletedTask;
    private CameraFault? _fault;

    public CameraSupervisor(
        Camera camera, ICameraReaderCatalogue readers, TimeProvider time, Random random, ILogger<CameraSupervisor> logger)
    {
        (_camera, _readers, _time) = (camera, readers, time);
        _log = new CameraLog(camera, time, logger);
        _policy = new OpenPolicy(camera, readers);
        _viewersChanged = new ChangeSignal(time);
        _reselection = new Reselection(camera, readers, time);
        _watch = new ConnectionWatch(camera, _policy, _reselection, _viewersChanged, time);
        _retry = new RetryWait(camera, readers, _policy, _viewersChanged, time);
        _idle = new IdleWait(camera, readers, _log, _viewersChanged);
        _schedule = new RetrySchedule(camera.Options, time, random);
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
            isNeeded = await WaitOutRefusalAsync(cancellationToken) && await TryAsync(cancellationToken);
        }
    }

    /// <summary>Waits for the first viewer.</summary>
    private async Task IdleAsync(CancellationToken cancellationToken)
    {
        _fault = null;
        _schedule.ResetExceptRefusal();
        await _idle.RunAsync(cancellationToken);
        _reselection.Try();
        // Most devices can't be opened while the previous thread still closes them.
        if (!_threads.Ended.IsCompleted)
            await _viewersChanged.WaitAsync(EndTimeout, _threads.Ended, cancellationToken);
    }

    /// <summary>After a refusal, viewers who come and go must not cause a try before it is time.</summary>
    /// <returns>Whether to try; false if the camera is not needed any more.</returns>
    private Task<bool> WaitOutRefusalAsync(CancellationToken cancellationToken)
    {
        TimeSpan left = _schedule.RefusalLeft;
        if (left == TimeSpan.Zero)
            return Task.FromResult(true);
        _fault = _schedule.Refusal!;
        return _retry.RunAsync(_fault, new RetryDelay(left, left), cancellationToken);
    }

    /// <summary>Runs one connection, and waits for the next attempt if it failed.</summary>
    /// <returns>False if the camera is not needed any more.</returns>
    private async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        SourceResult result = await ConnectAsync(cancellationToken);
        return result.IsOk ? _policy.IsWanted : await RetryAsync(result.Fault, cancellationToken);
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
            // What has the device is a thread of this service that does not come back.
            if (result.Fault?.Kind == CameraFaultKind.DeviceBusy && _threads.HasOtherThan(thread))
                result = new CameraFault(CameraFaultKind.DriverHangs);
            bool wasLong = _time.GetElapsedTime(thread.StartedAt) > TimeSpan.FromSeconds(_camera.Options.ReconnectMax);
            if (thread.LastFrameAt > 0)
                _schedule.Reset();
            else if (wasLong)
                _schedule.ResetExceptRefusal();
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
        return _retry.RunAsync(fault, _schedule.Next(fault), cancellationToken);
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
