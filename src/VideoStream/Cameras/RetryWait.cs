using VideoStream.Cameras.Sources;

namespace VideoStream.Cameras;

/// <summary>Waits between a connection that failed and the next attempt.</summary>
internal sealed class RetryWait(
    Camera camera, ICameraReaderCatalogue readers, OpenPolicy policy, ChangeSignal viewersChanged, TimeProvider time)
{
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(0.5);

    /// <summary>Sets the camera lost, and waits for the delay, or until the source becomes reachable.</summary>
    /// <returns>Whether to try again; false if the camera is not needed any more.</returns>
    public async Task<bool> RunAsync(CameraFault fault, RetryDelay delay, CancellationToken cancellationToken)
    {
        long failed = time.GetTimestamp();
        camera.SetStatus(CameraState.Lost, fault, failed + time.Ticks(delay.AtMost));
        // A source that was reachable while the attempt failed has another fault, and only time may help. So it does after a refusal.
        // That nobody was there is no such fault: who answers now has come meanwhile.
        bool isProbed = delay.AtLeast < delay.AtMost
            && (IsAbsence(fault) || !await readers.IsReachableAsync(camera, cancellationToken));
        while (policy.ShouldBeOpen)
        {
            TimeSpan elapsed = time.GetElapsedTime(failed), left = delay.AtMost - elapsed;
            if (left <= TimeSpan.Zero)
                return true;
            await viewersChanged.WaitAsync(left < ProbeInterval ? left : ProbeInterval, cancellationToken);
            if (isProbed && elapsed >= delay.AtLeast && await readers.IsReachableAsync(camera, cancellationToken))
                return true;
        }

        return false;
    }

    /// <summary>Whether a service was asked that was not there. A probe asks the same.</summary>
    private static bool IsAbsence(CameraFault fault) => fault.Kind
        is CameraFaultKind.NatsUnreachable or CameraFaultKind.NatsFailed or CameraFaultKind.NotPublished or CameraFaultKind.PublisherSilent
        or CameraFaultKind.Upstream;
}
