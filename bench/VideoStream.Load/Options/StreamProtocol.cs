using System.Text.Json.Serialization;

namespace VideoStream.Load.Options;

/// <summary>Protocol of the stream.</summary>
internal enum StreamProtocol
{
    /// <summary>WebSocket (RFC 6455): one binary message a frame.</summary>
    [JsonStringEnumMemberName("ws")]
    Ws,

    /// <summary>MJPEG over HTTP: one part of a <c>multipart/x-mixed-replace</c> a frame.</summary>
    [JsonStringEnumMemberName("mjpeg")]
    Mjpeg,
}
