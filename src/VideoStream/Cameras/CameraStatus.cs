namespace VideoStream.Cameras;

/// <summary>The status of a camera. All times are by the wall clock.</summary>
/// <param name="State">The state.</param>
/// <param name="Fault">Why the camera is not live; null if there is no fault.</param>
/// <param name="Since">The start of this state.</param>
/// <param name="DownSince">Since when the camera should be live and is not; null while it is live or idle.</param>
/// <param name="NextTry">The time of the next attempt to open the camera; null unless it is lost.</param>
internal sealed record CameraStatus(
    CameraState State, CameraFault? Fault, DateTimeOffset Since, DateTimeOffset? DownSince = null, DateTimeOffset? NextTry = null)
{
    /// <summary>The text of the fault; null if there is no fault.</summary>
    public string? Reason => Fault?.Text;

    /// <summary>The status that follows this one.</summary>
    public CameraStatus Next(CameraState state, CameraFault? fault, DateTimeOffset now, DateTimeOffset? nextTry) =>
        new(state, fault, now, state is CameraState.Live or CameraState.Idle ? null : DownSince ?? now, nextTry);
}
