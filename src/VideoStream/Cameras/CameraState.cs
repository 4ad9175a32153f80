using System.Text.Json.Serialization;

namespace VideoStream.Cameras;

internal enum CameraState
{
    /// <summary>Being opened. No frame has arrived yet.</summary>
    [JsonStringEnumMemberName("connecting")]
    Connecting,

    /// <summary>Frames arrive.</summary>
    [JsonStringEnumMemberName("live")]
    Live,

    /// <summary>Open, but no frames arrive.</summary>
    [JsonStringEnumMemberName("stalled")]
    Stalled,

    /// <summary>Can't be opened, or stopped delivering. The status has the fault.</summary>
    [JsonStringEnumMemberName("lost")]
    Lost,

    /// <summary>Closed because it has no viewers. The first viewer opens it.</summary>
    [JsonStringEnumMemberName("idle")]
    Idle,
}
