using System.Net.WebSockets;

namespace VideoStream.Sessions;

/// <summary>The connection under a session.</summary>
/// <param name="Socket">The accepted socket, which the session owns.</param>
/// <param name="SpeaksV1">Whether the client offered <c>videostream.v1</c>.</param>
/// <param name="Remote">The client's address, for the log.</param>
/// <param name="Progress">Whether the client takes what it is sent.</param>
/// <param name="Abort">Cuts the connection at once.</param>
internal sealed record ClientConnection(WebSocket Socket, bool SpeaksV1, string Remote, ConnectionProgress Progress, Action Abort);
