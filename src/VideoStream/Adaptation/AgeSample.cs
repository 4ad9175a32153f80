namespace VideoStream.Adaptation;

/// <summary>The ages of a viewer's latest frames, from their capture.</summary>
/// <param name="AtSend">Of the frame that was sent last, when it was passed to the socket; null if there is no new one.</param>
/// <param name="AtArrival">Of the frame that arrived last, at its arrival (<see cref="Delivery.Age"/>); null if there is no new one.</param>
internal readonly record struct AgeSample(TimeSpan? AtSend, TimeSpan? AtArrival);
