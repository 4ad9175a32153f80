namespace VideoStream.Adaptation;

/// <summary>The ages of a viewer's latest frames, from their capture.</summary>
/// <param name="AtSend">Of the frame that was sent last, when it was passed to the socket; null if none is new.</param>
/// <param name="AtArrival">Of the frame that arrived last, at its arrival (<see cref="Delivery.Age"/>); null if none is new.</param>
internal readonly record struct AgeSample(TimeSpan? AtSend, TimeSpan? AtArrival);
