using System.Net.WebSockets;

namespace VideoStream.Sessions;

/// <summary>Why a session ended: a closed set.</summary>
/// <param name="Reason">In words for the log.</param>
/// <param name="Close">What the client is told; null if it is gone already, or is to be cut off.</param>
/// <param name="CloseText">What stands in the close frame.</param>
internal sealed record SessionEnd(string Reason, WebSocketCloseStatus? Close = null, string CloseText = "")
{
    public static readonly SessionEnd ClientClosed = new("closed by the client", WebSocketCloseStatus.NormalClosure);
    public static readonly SessionEnd ConnectionLost = new("connection lost");
    public static readonly SessionEnd PingUnanswered = new("no answer to a ping");
    public static readonly SessionEnd ProtocolViolation = new("broke the WebSocket protocol");
    public static readonly SessionEnd NothingTaken = new("took nothing of what it was sent for too long");
    public static readonly SessionEnd ServiceStops = new("the service stops", WebSocketCloseStatus.EndpointUnavailable, "The service stops");

    public static readonly SessionEnd TooManyErrors =
        new("sent nothing but bad messages", WebSocketCloseStatus.PolicyViolation, "Too many bad messages");

    public static readonly SessionEnd Flood = new("sent too many messages", WebSocketCloseStatus.PolicyViolation, "Too many messages");

    public static readonly SessionEnd MessageTooBig =
        new("sent a message over the limit", WebSocketCloseStatus.MessageTooBig, "Message too big: 4096 bytes at most");

    public static readonly SessionEnd Fault = new("our fault", WebSocketCloseStatus.InternalServerError, "Internal error");
}
