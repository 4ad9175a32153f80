using System.Net.Sockets;
using System.Net.WebSockets;

namespace VideoStream.Transports.WebSockets;

/// <summary>The connection under a session.</summary>
/// <param name="Socket">The accepted socket, which the session owns.</param>
/// <param name="Direct">What the socket writes to, where frames may be written too; null if they have to go through the socket.</param>
/// <param name="SpeaksV1">Whether the client offered <c>videostream.v1</c>.</param>
/// <param name="Remote">The client's address, for the log.</param>
/// <param name="Tcp">The connection's own socket; null if it is none of TCP.</param>
/// <param name="Abort">Cuts the connection at once.</param>
internal sealed record ClientConnection(WebSocket Socket, DirectStream? Direct, bool SpeaksV1, string Remote, Socket? Tcp, Action Abort);
