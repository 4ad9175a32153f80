using System.Text.Json.Serialization;

namespace VideoStream.Adaptation;

/// <summary>What keeps a viewer from getting more or better frames.</summary>
internal enum LimitedBy
{
    /// <summary>The camera: the viewer gets each of its frames in the requested rendition.</summary>
    [JsonStringEnumMemberName("camera")]
    Camera,

    /// <summary>The viewer: it asked for less, or receives or draws slowly.</summary>
    [JsonStringEnumMemberName("client")]
    Client,

    /// <summary>The link to the viewer.</summary>
    [JsonStringEnumMemberName("link")]
    Link,

    /// <summary>This machine: it is overloaded, or all variants are in use.</summary>
    [JsonStringEnumMemberName("server")]
    Server,

    /// <summary>The link from the service that encodes the frames to this one, or what this one may ask it for.</summary>
    [JsonStringEnumMemberName("upstream")]
    Upstream,
}
