namespace VideoStream.Cameras.Sources.Nats;

/// <summary>When a relayed frame was captured, and its place among the frames here.</summary>
/// <param name="Capture">
/// The stamp. Its number is 0 for a frame that is too old, and for one of another service than the one that answers.
/// </param>
/// <param name="Reference">The number here of the frame that it depends on; 0 for none.</param>
/// <param name="Epoch">See <see cref="RelayedNumbers.Epoch"/>.</param>
internal readonly record struct RelayedStamp(CaptureStamp Capture, long Reference, long Epoch);
