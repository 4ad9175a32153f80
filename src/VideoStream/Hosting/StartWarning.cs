namespace VideoStream.Hosting;

/// <summary>Something that an operator should know, found before there is a log.</summary>
/// <param name="Text">The line of the log.</param>
internal sealed record StartWarning(string Text);
