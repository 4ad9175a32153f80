using System.Net.WebSockets;
using VideoStream.Viewers;

namespace VideoStream.Transports.WebSockets;

/// <summary>The status and text of a close frame.</summary>
internal readonly record struct WebSocketClose(WebSocketCloseStatus Status, string Text)
{
    private static readonly Dictionary<CloseReason, WebSocketClose> ByReason = new()
    {
        [CloseReason.ClientClosed] = new(WebSocketCloseStatus.NormalClosure, ""),
        [CloseReason.ServiceStopping] = new(WebSocketCloseStatus.EndpointUnavailable, "The service stops"),
        [CloseReason.CameraRemoved] = new(WebSocketCloseStatus.PolicyViolation, "The camera was removed from the configuration"),
        [CloseReason.AccessRevoked] = new(WebSocketCloseStatus.PolicyViolation, "Access ended: the key was removed or changed"),
        [CloseReason.LoggedOut] = new(WebSocketCloseStatus.PolicyViolation, "Access ended: the login has ended"),
        [CloseReason.LinkRevoked] = new(WebSocketCloseStatus.PolicyViolation, "Access ended: the link was revoked"),
        [CloseReason.AccessExpired] = new(WebSocketCloseStatus.PolicyViolation, "Access ended: the key has expired"),
        [CloseReason.LinkExpired] = new(WebSocketCloseStatus.PolicyViolation, "Access ended: the link has expired"),
        [CloseReason.TokenExpired] = new(WebSocketCloseStatus.PolicyViolation, "Access ended: the token has expired"),
        [CloseReason.TooManyErrors] = new(WebSocketCloseStatus.PolicyViolation, "Too many bad messages"),
        [CloseReason.MessageFlood] = new(WebSocketCloseStatus.PolicyViolation, "Too many messages"),
        [CloseReason.MessageTooBig] = new(
            WebSocketCloseStatus.MessageTooBig, $"Message too big: {MessageReceiver.MaxMessageBytes} bytes at most"),
        [CloseReason.InternalError] = new(WebSocketCloseStatus.InternalServerError, "Internal error"),
    };

    /// <summary>The close frame of a viewer that found no place.</summary>
    public static WebSocketClose Of(PlaceRefusal refusal) =>
        new(WebSocketCloseStatus.PolicyViolation, $"Too many clients: {refusal.Text}");

    /// <summary>The close frame of a reason; null if the client is gone, or is cut.</summary>
    public static WebSocketClose? Of(CloseReason reason) => ByReason.TryGetValue(reason, out WebSocketClose close) ? close : null;
}
