namespace VideoStream.Transports.WebSockets.Protocol;

/// <summary>What a client may ask for, as <c>hello</c> tells it.</summary>
/// <param name="Fps">Frames a second, at most.</param>
/// <param name="MessageBytes">The longest message that is accepted.</param>
/// <param name="Clients">Clients over all cameras, at most.</param>
internal sealed record Limits(double Fps, int MessageBytes, int Clients);
