using System.Globalization;
using VideoStream.Cameras.Sources;
using VideoStream.Frames;

namespace VideoStream.Cameras;

/// <summary>Watches a connection by the clock, from outside its thread, which may hang in a read.</summary>
internal sealed class ConnectionWatch(
    Camera camera, OpenPolicy policy, Reselection reselection, ChangeSignal viewersChanged, TimeProvider time)
{
    private static readonly TimeSpan UnaskedInterval = TimeSpan.FromSeconds(1);

    /// <summary>Watches until the connection has ended, is to be given up, or is not needed any more.</summary>
    /// <returns>OK if the connection is not needed any more, otherwise the fault.</returns>
    public async Task<SourceResult> RunAsync(CaptureThread thread, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (thread.Ended.IsCompleted)
                return Ended(await thread.Ended);
            if (!policy.ShouldBeOpen || reselection.TryWhenDue())
                return SourceResult.Ok;
            if (Check(thread, out TimeSpan nextCheck) is { IsOk: false } failed)
                return failed;
            TimeSpan atMost = policy.TimeToRelease < Reselection.Interval ? policy.TimeToRelease : Reselection.Interval;
            await viewersChanged.WaitAsync(atMost < nextCheck ? atMost : nextCheck, thread.Ended, cancellationToken);
        }
    }

    /// <summary>Checks the connection once, and sets the camera stalled if no frames arrive.</summary>
    /// <returns>OK unless the connection is to be given up.</returns>
    private SourceResult Check(CaptureThread thread, out TimeSpan nextCheck)
    {
        // Read before the check, so that a frame that arrives meanwhile keeps the camera live.
        FrameStamp newest = camera.Newest?.Stamp ?? default;
        (ConnectionHealth health, nextCheck) = Judge(thread);
        switch (health)
        {
            case ConnectionHealth.OpenTimedOut:
                double seconds = StallRule.OpenTimeout(camera.Options.FrameRate).TotalSeconds;
                return new CameraFault(CameraFaultKind.OpenTimeout, Detail: seconds.ToString("0", CultureInfo.InvariantCulture));
            case ConnectionHealth.StalledTooLong:
                // The camera may be slower now. If so, the next connection has to last until that is seen.
                camera.ForgetRate();
                return new CameraFault(CameraFaultKind.StalledTooLong, Detail: thread.Hindrance ?? "");
            case ConnectionHealth.Stalled when camera.Status.State != CameraState.Stalled:
                camera.SetStalled(newest, thread.Damage, thread.Hindrance);
                break;
        }

        return SourceResult.Ok;
    }

    private (ConnectionHealth Health, TimeSpan NextCheck) Judge(CaptureThread thread)
    {
        long last = Math.Max(thread.LastFrameAt, thread.OpenedAt);
        long? expectedSince = thread.ExpectedSince;
        camera.IsUnasked = last != 0 && expectedSince is null;
        if (last == 0)
            return StallRule.CheckOpening(time.GetElapsedTime(thread.StartedAt), camera.Options.FrameRate);
        return expectedSince is { } since
            ? StallRule.CheckOpen(time.GetElapsedTime(Math.Max(last, since)), camera.ExpectedRate, camera.IsRateKnown)
            : (ConnectionHealth.Good, UnaskedInterval);
    }

    /// <summary>A device that was live and is gone was unplugged. One that never delivered may have another name.</summary>
    private CameraFault Ended(CameraFault fault) =>
        camera.Newest is not null && fault.Kind == CameraFaultKind.NoSuchDevice ? fault with { Kind = CameraFaultKind.Unplugged } : fault;
}
