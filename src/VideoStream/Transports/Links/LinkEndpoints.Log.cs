namespace VideoStream.Transports.Links;

/// <content>Log messages. None has the token.</content>
internal sealed partial class LinkEndpoints
{
    [LoggerMessage(340, LogLevel.Information, "Link {Id} shows camera {Camera} until {Expires:u}. Made by {Holder}")]
    private partial void LogCreated(string id, string camera, DateTimeOffset expires, string holder);

    [LoggerMessage(341, LogLevel.Information, "Link {Id} was revoked by {Holder}")]
    private partial void LogRevoked(string id, string holder);

    [LoggerMessage(342, LogLevel.Error, "Link {Id}: the list of links can't be saved: {Reason}")]
    private partial void LogNotSaved(string id, string reason);
}
