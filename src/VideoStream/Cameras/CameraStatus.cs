namespace VideoStream.Cameras;

/// <summary>What a camera is doing.</summary>
/// <param name="State">The state.</param>
/// <param name="Fault">Why it isn't live, until it is live again; null if nothing is wrong.</param>
/// <param name="Since">Since when it is in this state, by the wall clock.</param>
/// <param name="DownSince">Since when it hasn't been live although it should be, by the wall clock; null while it is, or nobody
/// watches.</param>
/// <param name="NextTry">When it is tried again, by the wall clock; null unless it is lost.</param>
internal sealed record CameraStatus(
    CameraState State, CameraFault? Fault, DateTimeOffset Since, DateTimeOffset? DownSince = null, DateTimeOffset? NextTry = null)
{
    /// <summary>The fault in words for an operator; null if nothing is wrong.</summary>
    public string? Reason => Fault?.Text;

    /// <summary>The status that follows this one.</summary>
    public CameraStatus Next(CameraState state, CameraFault? fault, DateTimeOffset now, DateTimeOffset? nextTry) =>
        new(state, fault, now, state is CameraState.Live or CameraState.Idle ? null : DownSince ?? now, nextTry);
}
