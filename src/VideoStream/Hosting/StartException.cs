namespace VideoStream.Hosting;

/// <summary>A mistake of the operator's that stops the start. The message is the one line that the operator sees.</summary>
internal sealed class StartException(string message) : Exception(message);
