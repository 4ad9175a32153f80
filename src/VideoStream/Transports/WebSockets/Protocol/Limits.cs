namespace VideoStream.Transports.WebSockets.Protocol;

/// <summary>The limits in <c>hello</c>.</summary>
/// <param name="Fps">Maximum frames a second.</param>
/// <param name="MessageBytes">Maximum bytes of a message.</param>
/// <param name="Clients">Maximum clients, over all cameras.</param>
internal sealed record Limits(double Fps, int MessageBytes, int Clients);
