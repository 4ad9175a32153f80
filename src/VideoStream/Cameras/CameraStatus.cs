namespace VideoStream.Cameras;

/// <summary>What a camera is doing.</summary>
/// <param name="State">The state.</param>
/// <param name="Reason">Why it was lost, in words for an operator, until it is live again; else null.</param>
/// <param name="Since">Since when, by the wall clock.</param>
internal sealed record CameraStatus(CameraState State, string? Reason, DateTimeOffset Since);
