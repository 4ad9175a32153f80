using VideoStream.Viewers.Settings;

namespace VideoStream.Transports.WebSockets.Protocol;

/// <summary>A text message of a client: a closed set.</summary>
internal abstract record ClientMessage
{
    /// <summary><c>config</c> and <c>command</c>: changes what it names.</summary>
    internal sealed record Settings(SettingsChange Change) : ClientMessage;

    /// <summary><c>request_key_frame</c>: the client can't decode what it is sent.</summary>
    internal sealed record KeyFrameRequest : ClientMessage;

    /// <summary><c>ack</c>: the frame with this number was shown.</summary>
    internal sealed record Ack(long Number) : ClientMessage;

    /// <summary><c>ping</c>: answered with the same <c>t</c>.</summary>
    internal sealed record Ping(double? T) : ClientMessage;
}
