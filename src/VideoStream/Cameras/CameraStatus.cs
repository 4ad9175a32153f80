namespace VideoStream.Cameras;

/// <summary>
/// The status of a camera. All times are monotonic timestamps of the <see cref="TimeProvider"/>, so that they stay right when the system's
/// clock is set. Who shows one to a person converts it then.
/// </summary>
/// <param name="State">The state.</param>
/// <param name="Fault">Why the camera is not live, or why it can't be opened; null if there is no fault.</param>
/// <param name="Since">The start of this state.</param>
/// <param name="DownSince">Since when the camera should be live and is not; null while it is live or idle.</param>
/// <param name="NextTry">The time of the next attempt to open the camera; null unless it is lost.</param>
internal sealed record CameraStatus(CameraState State, CameraFault? Fault, long Since, long? DownSince = null, long? NextTry = null)
{
    /// <summary>The text of the fault; null if there is no fault.</summary>
    public string? Reason => Fault?.Text;

    /// <summary>The status that follows this one.</summary>
    public CameraStatus Next(CameraState state, CameraFault? fault, long now, long? nextTry) =>
        new(state, fault, now, state is CameraState.Live or CameraState.Idle ? null : DownSince ?? now, nextTry);
}
