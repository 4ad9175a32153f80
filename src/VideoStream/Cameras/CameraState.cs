using System.Text.Json.Serialization;

namespace VideoStream.Cameras;

internal enum CameraState
{
    /// <summary>Being opened; there was no picture yet.</summary>
    [JsonStringEnumMemberName("connecting")]
    Connecting,

    /// <summary>Pictures come.</summary>
    [JsonStringEnumMemberName("live")]
    Live,

    /// <summary>Can't be opened, or stopped delivering; the status has the reason.</summary>
    [JsonStringEnumMemberName("lost")]
    Lost,
}
