using System.Text.Json.Serialization;

namespace VideoStream.Viewers;

/// <summary>The protocols that viewers speak.</summary>
internal enum ViewerTransport
{
    /// <summary><c>/ws/video_feed</c>.</summary>
    [JsonStringEnumMemberName("websocket")]
    WebSocket,

    /// <summary><c>/video_feed</c>.</summary>
    [JsonStringEnumMemberName("mjpeg")]
    Mjpeg,
}
