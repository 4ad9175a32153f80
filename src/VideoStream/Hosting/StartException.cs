namespace VideoStream.Hosting;

/// <summary>A mistake in the configuration that stops the start. The message is the one line that the operator sees.</summary>
internal sealed class StartException(string message) : Exception(message);
