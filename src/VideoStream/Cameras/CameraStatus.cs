namespace VideoStream.Cameras;

/// <summary>What a camera is doing.</summary>
/// <param name="State">The state.</param>
/// <param name="Reason">Why it is lost, in words for an operator; null in every other state.</param>
/// <param name="Since">Since when, by the wall clock.</param>
internal sealed record CameraStatus(CameraState State, string? Reason, DateTimeOffset Since);
