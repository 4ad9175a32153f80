using System.Net.WebSockets;

namespace VideoStream.Viewers;

/// <summary>Why a session ended: a closed set.</summary>
/// <param name="Reason">In words for the log.</param>
/// <param name="Close">What the client is told; null if it is gone already, or is to be cut off.</param>
/// <param name="CloseText">What stands in the close frame.</param>
internal sealed record CloseReason(string Reason, WebSocketCloseStatus? Close = null, string CloseText = "")
{
    public static readonly CloseReason ClientClosed = new("closed by the client", WebSocketCloseStatus.NormalClosure);
    public static readonly CloseReason ConnectionLost = new("connection lost");
    public static readonly CloseReason PingUnanswered = new("no answer to a ping");
    public static readonly CloseReason ProtocolViolation = new("broke the WebSocket protocol");
    public static readonly CloseReason NothingTaken = new("took nothing of what it was sent for too long");
    public static readonly CloseReason ServiceStops = new("the service stops", WebSocketCloseStatus.EndpointUnavailable, "The service stops");

    public static readonly CloseReason TooManyErrors =
        new("sent nothing but bad messages", WebSocketCloseStatus.PolicyViolation, "Too many bad messages");

    public static readonly CloseReason Flood = new("sent too many messages", WebSocketCloseStatus.PolicyViolation, "Too many messages");

    public static readonly CloseReason MessageTooBig =
        new("sent a message over the limit", WebSocketCloseStatus.MessageTooBig, "Message too big: 4096 bytes at most");

    public static readonly CloseReason Fault = new("our fault", WebSocketCloseStatus.InternalServerError, "Internal error");
}
