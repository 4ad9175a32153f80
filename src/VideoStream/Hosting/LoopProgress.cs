namespace VideoStream.Hosting;

/// <summary>How far a background loop has come. A loop that has work and takes no steps hangs.</summary>
/// <param name="Steps">Steps that were taken. Only its changes count.</param>
/// <param name="HasWork">Whether the loop must take its next step soon; false while it waits for something to do.</param>
internal readonly record struct LoopProgress(long Steps, bool HasWork);
