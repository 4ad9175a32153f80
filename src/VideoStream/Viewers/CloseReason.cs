using VideoStream.Access;

namespace VideoStream.Viewers;

/// <summary>Why a viewer ended: a closed set.</summary>
internal sealed class CloseReason
{
    public static readonly CloseReason ClientClosed = new("closed by the client");
    public static readonly CloseReason ConnectionLost = new("connection lost");
    public static readonly CloseReason PingUnanswered = new("no answer to a ping");
    public static readonly CloseReason ProtocolViolation = new("the client broke the WebSocket protocol");
    public static readonly CloseReason SendTimeout = new("send timeout: the client stopped reading");
    public static readonly CloseReason ServiceStopping = new("the service stops");
    public static readonly CloseReason CameraRemoved = new("its camera was removed from the configuration");
    public static readonly CloseReason AccessRevoked = new("its key was removed or changed");
    public static readonly CloseReason LoggedOut = new("its login has ended");
    public static readonly CloseReason LinkRevoked = new("its link was revoked");
    public static readonly CloseReason AccessExpired = new("its key has expired");
    public static readonly CloseReason LinkExpired = new("its link has expired");
    public static readonly CloseReason TokenExpired = new("its token has expired");
    public static readonly CloseReason TooManyErrors = new("the client sent only bad messages");
    public static readonly CloseReason MessageFlood = new("the client sent too many messages");
    public static readonly CloseReason MessageTooBig = new("the client sent a message over the limit");
    public static readonly CloseReason InternalError = new("internal error");

    private CloseReason(string text) => Text = text;

    /// <summary>The reason in words, for the log.</summary>
    public string Text { get; }

    /// <summary>The reason of a grant whose time is over.</summary>
    public static CloseReason OfExpired(AccessGrant grant) =>
        grant.Link is not null ? LinkExpired : grant.IsToken ? TokenExpired : AccessExpired;

    public override string ToString() => Text;
}
