using System.Text.Json.Serialization;

namespace VideoStream.Load.Options;

/// <summary>How the pictures come.</summary>
internal enum StreamProtocol
{
    /// <summary>WebSocket (RFC 6455): one binary message a picture.</summary>
    [JsonStringEnumMemberName("ws")]
    Ws,

    /// <summary>MJPEG over HTTP: one part of a <c>multipart/x-mixed-replace</c> a picture.</summary>
    [JsonStringEnumMemberName("mjpeg")]
    Mjpeg,
}
