namespace VideoStream.Frames.H264;

/// <summary>What a frame is decoded from is gone, as after the end of a connection. That says nothing about whether it could be.</summary>
internal sealed class UnitsGoneException(string message) : Exception(message);
