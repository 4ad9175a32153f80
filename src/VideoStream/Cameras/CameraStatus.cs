namespace VideoStream.Cameras;

/// <summary>What a camera is doing.</summary>
/// <param name="State">The state.</param>
/// <param name="Reason">Why it isn't live, in words for an operator, until it is live again; null if nothing is wrong.</param>
/// <param name="Since">Since when it is in this state, by the wall clock.</param>
/// <param name="DownSince">Since when it hasn't been live although it should be, by the wall clock; null while it is, or nobody watches.</param>
/// <param name="NextTry">When it is tried again, by the wall clock; null unless it is lost.</param>
internal sealed record CameraStatus(
    CameraState State, string? Reason, DateTimeOffset Since, DateTimeOffset? DownSince = null, DateTimeOffset? NextTry = null);
