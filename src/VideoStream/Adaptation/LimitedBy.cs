using System.Text.Json.Serialization;

namespace VideoStream.Adaptation;

/// <summary>What keeps a viewer from getting more, or better frames, than it gets.</summary>
internal enum LimitedBy
{
    /// <summary>Nothing but the camera: the viewer gets each of its frames as it asked for them.</summary>
    [JsonStringEnumMemberName("camera")]
    Camera,

    /// <summary>The viewer: its settings ask for fewer, or it is slow to take or to show what it gets.</summary>
    [JsonStringEnumMemberName("client")]
    Client,

    /// <summary>The way to the viewer.</summary>
    [JsonStringEnumMemberName("link")]
    Link,

    /// <summary>This machine, which can't encode all that is asked of it in time.</summary>
    [JsonStringEnumMemberName("server")]
    Server,
}
