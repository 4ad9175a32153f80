using VideoStream.Viewers;

namespace VideoStream.Transports.WebSockets.Protocol;

/// <summary>Something that a client may say: a closed set.</summary>
internal abstract record ClientMessage
{
    /// <summary><c>config</c> and <c>command</c>: sets what it names.</summary>
    internal sealed record Settings(SettingsChange Change) : ClientMessage;

    /// <summary><c>ack</c>: the frame with this number has arrived.</summary>
    internal sealed record Ack(long Number) : ClientMessage;

    /// <summary><c>ping</c>: to be answered with the same <c>t</c>.</summary>
    internal sealed record Ping(double? T) : ClientMessage;
}
