using System.Globalization;
using VideoStream.Cameras.Sources;
using VideoStream.Frames;

namespace VideoStream.Cameras;

/// <summary>
/// Keeps one camera going: connects when somebody watches, sees when frames stay away (also while a read blocks), gives connections
/// up and tries again for ever, and lets go of the camera when nobody watches. Never waits for a read.
/// </summary>
internal sealed partial class CameraSupervisor(
    Camera camera, ICameraReaderCatalogue readers, TimeProvider time, Random random, ILogger<CameraSupervisor> logger)
{
    /// <summary>A camera that nobody watches is let go after this.</summary>
    public static readonly TimeSpan ReleaseAfter = TimeSpan.FromSeconds(10);

    /// <summary>A source that isn't open, or open but without a first frame, after this is given up.</summary>
    public static readonly TimeSpan OpenTimeout = TimeSpan.FromSeconds(10);

    /// <summary>A stalled camera is given up after this.</summary>
    public static readonly TimeSpan StallTimeout = TimeSpan.FromSeconds(5);

    private const int MaxHanging = 3;

    private static readonly TimeSpan ShortestStall = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(1);

    private readonly ChangeSignal _viewersChanged = new(time);
    private readonly ReconnectBackoff _delay = new(
        TimeSpan.FromSeconds(camera.Options.ReconnectMin), TimeSpan.FromSeconds(camera.Options.ReconnectMax), random);
    private readonly List<CaptureThread> _hanging = [];
    private CameraFault? _fault;
    private CameraFault? _reported;

    private bool IsWanted => !readers.IsOnDemand(camera) || camera.UnwatchedFor is not { } unwatched || unwatched < ReleaseAfter;

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        camera.ViewersChanged += OnViewersChanged;
        camera.StatusChanged += OnStatusChanged;
        try
        {
            // One that is opened on demand isn't opened before there is any.
            bool wanted = !readers.IsOnDemand(camera);
            while (true)
            {
                if (!wanted)
                    await IdleAsync(cancellationToken);
                wanted = await ConnectAsync(cancellationToken) && await WaitForNextTryAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The service stops.
        }
        catch
        {
            // Its frames are refused until it is connected anew, so that viewers see why there are none.
            camera.SetStatus(CameraState.Lost, new CameraFault(CameraFaultKind.SupervisorFailed));
            throw;
        }
        finally
        {
            camera.ViewersChanged -= OnViewersChanged;
            camera.StatusChanged -= OnStatusChanged;
            await Task.WhenAny(Task.WhenAll(_hanging.Select(thread => thread.Ended)), Task.Delay(EndTimeout, time, CancellationToken.None));
        }
    }

    private async Task IdleAsync(CancellationToken cancellationToken)
    {
        camera.SetStatus(CameraState.Idle);
        _fault = null;
        _delay.Reset();
        while (camera.Viewers == 0)
            await _viewersChanged.WaitAsync(Timeout.InfiniteTimeSpan, null, cancellationToken);
        // Most devices can't be opened a second time while the thread before still closes them.
        if (_hanging.Count > 0)
            await _viewersChanged.WaitAsync(EndTimeout, Task.WhenAll(_hanging.Select(thread => thread.Ended)), cancellationToken);
    }

    /// <summary>One connection, from its beginning to its end.</summary>
    /// <returns>Whether it failed; false if it was ended because nobody watches.</returns>
    private async Task<bool> ConnectAsync(CancellationToken cancellationToken)
    {
        _hanging.RemoveAll(thread => thread.Ended.IsCompleted);
        if (_hanging.Count >= MaxHanging)
        {
            _fault = new CameraFault(CameraFaultKind.DriverHangs);
            return true;
        }

        int connection = camera.Connect(_fault);
        var thread = new CaptureThread(camera, readers.Create(camera), connection, time);
        _hanging.Add(thread);
        try
        {
            SourceResult result = await WatchAsync(thread, cancellationToken);
            bool wasLong = time.GetElapsedTime(thread.StartedAt) > TimeSpan.FromSeconds(camera.Options.ReconnectMax);
            if (thread.GoodAt > 0 || wasLong)
                _delay.Reset();
            _fault = result.Fault;
            return !result.IsOk;
        }
        finally
        {
            thread.GiveUp();
        }
    }

    /// <summary>Watches over a connection.</summary>
    /// <returns>Why it has ended or is given up; OK if nobody watches any more.</returns>
    private async Task<SourceResult> WatchAsync(CaptureThread thread, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (thread.Ended.IsCompleted)
                return Ended(await thread.Ended);
            if (!IsWanted)
                return SourceResult.Ok;
            if (CheckFrames(thread, out TimeSpan wait) is { IsOk: false } failed)
                return failed;
            TimeSpan untilNext = UntilRelease() is { } release && release < wait ? release : wait;
            await _viewersChanged.WaitAsync(untilNext, thread.Ended, cancellationToken);
        }
    }

    /// <summary>Checks that frames come, and sets the camera stalled if none do.</summary>
    /// <param name="thread">The connection.</param>
    /// <param name="wait">When to check again.</param>
    /// <returns>Why the connection is to be given up, if it is.</returns>
    private SourceResult CheckFrames(CaptureThread thread, out TimeSpan wait)
    {
        FrameStamp newest = camera.Newest?.Stamp ?? default;
        long last = Math.Max(thread.GoodAt, thread.OpenedAt);
        TimeSpan silent = time.GetElapsedTime(last == 0 ? thread.StartedAt : last);
        if (last == 0)
        {
            wait = OpenTimeout - silent;
            // Soon, because it may be open any moment, and nothing signals that.
            wait = wait < ShortestStall ? wait : ShortestStall;
            return silent >= OpenTimeout
                ? new CameraFault(CameraFaultKind.OpenTimeout, Detail: OpenTimeout.TotalSeconds.ToString("0", CultureInfo.InvariantCulture))
                : SourceResult.Ok;
        }

        TimeSpan stalledAfter = StalledAfter();
        if (silent < stalledAfter)
        {
            wait = stalledAfter - silent;
            return SourceResult.Ok;
        }

        wait = stalledAfter + StallTimeout - silent;
        if (wait <= TimeSpan.Zero)
            return new CameraFault(CameraFaultKind.StalledTooLong);
        if (camera.Status.State != CameraState.Stalled)
            camera.SetStalled(newest);
        return SourceResult.Ok;
    }

    /// <summary>2 s, or five times what lies between two frames, whichever is longer.</summary>
    private TimeSpan StalledAfter()
    {
        double rate = camera.Newest is { Rate: > 0 } newest ? newest.Rate : camera.Options.FrameRate;
        var five = TimeSpan.FromSeconds(5 / rate);
        return five > ShortestStall ? five : ShortestStall;
    }

    /// <summary>Waits for the time of the next try, or until the source seems to be back.</summary>
    /// <returns>Whether to try; false if nobody watches any more.</returns>
    private async Task<bool> WaitForNextTryAsync(CancellationToken cancellationToken)
    {
        TimeSpan delay = _delay.Next();
        long due = time.GetTimestamp() + time.Ticks(delay);
        camera.SetStatus(CameraState.Lost, _fault, time.GetUtcNow() + delay);
        Report(_fault!);
        // If something answers there although the try failed, the fault is another one, and only time may help.
        bool wasReachable = await readers.IsReachableAsync(camera, cancellationToken);
        while (IsWanted)
        {
            TimeSpan left = time.GetElapsedTime(time.GetTimestamp(), due);
            if (left <= TimeSpan.Zero)
                return true;
            await _viewersChanged.WaitAsync(left < ProbeInterval ? left : ProbeInterval, null, cancellationToken);
            if (!wasReachable && await readers.IsReachableAsync(camera, cancellationToken))
                return true;
        }

        return false;
    }

    private TimeSpan? UntilRelease() =>
        readers.IsOnDemand(camera) && camera.UnwatchedFor is { } unwatched ? ReleaseAfter - unwatched : null;

    /// <summary>One that was live and whose device is gone was unplugged; one that was never there may have another name.</summary>
    private CameraFault Ended(CameraFault fault) =>
        camera.Captured > 0 && fault.Kind == CameraFaultKind.NoSuchDevice ? fault with { Kind = CameraFaultKind.Unplugged } : fault;

    private void OnViewersChanged() => _viewersChanged.Set();

    private void OnStatusChanged(Camera changed)
    {
        if (changed.Status.State == CameraState.Live && changed.Newest is { } newest)
        {
            _reported = null;
            LogLive(changed.Name, newest.Size);
        }
    }

    private void Report(CameraFault fault)
    {
        if (fault == _reported)
            return;
        _reported = fault;
        LogLost(camera.Name, fault.Text);
    }
}
