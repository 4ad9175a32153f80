using System.Text.Json.Serialization;

namespace VideoStream.Cameras;

internal enum CameraState
{
    /// <summary>Being opened; no frame has come since.</summary>
    [JsonStringEnumMemberName("connecting")]
    Connecting,

    /// <summary>Frames come.</summary>
    [JsonStringEnumMemberName("live")]
    Live,

    /// <summary>Open, but no frame comes.</summary>
    [JsonStringEnumMemberName("stalled")]
    Stalled,

    /// <summary>Can't be opened, or stopped delivering; the status has the reason.</summary>
    [JsonStringEnumMemberName("lost")]
    Lost,

    /// <summary>Closed, because nobody watches; opened for the first who does.</summary>
    [JsonStringEnumMemberName("idle")]
    Idle,
}
