using System.Text.Json;
using System.Text.Json.Serialization;
using VideoStream.Adaptation;
using VideoStream.Cameras;
using VideoStream.Viewers.Settings;

namespace VideoStream.Transports.WebSockets.Protocol;

/// <summary>A text message of the service: a closed set.</summary>
internal abstract record ServerMessage([property: JsonPropertyOrder(-1)] string Type)
{
    /// <summary>
    /// The first message, to a client of <c>videostream.v1</c>. <c>camera_fps</c> is the rate at which the camera was seen to deliver.
    /// <c>may_set</c> names the settings that the client may change, and <c>video_problem</c> says why the camera's own H.264, if it has
    /// some, is not passed on.
    /// </summary>
    internal sealed record Hello(
        string Session,
        string Camera,
        string Title,
        CameraState State,
        int? Width,
        int? Height,
        double? CameraFps,
        Limits Limits,
        EffectiveSettings Settings,
        IReadOnlyList<string> MaySet,
        string? VideoProblem)
        : ServerMessage("hello");

    /// <summary>The effective settings, after each change: the fields of <see cref="EffectiveSettings"/>.</summary>
    internal sealed record Config() : ServerMessage("config")
    {
        /// <summary>Each setting by its name: a field of the message itself.</summary>
        [JsonExtensionData]
        public Dictionary<string, JsonElement> Fields { get; set; } = [];
    }

    /// <summary>
    /// What a decoder must be prepared for, before the first H.264 frame and whenever it changes. <c>codec</c> is that of RFC 6381, such as
    /// <c>avc1.42E01F</c>.
    /// </summary>
    internal sealed record Video(string Codec, int Width, int Height) : ServerMessage("video");

    /// <summary>A change of a camera's state. While it is lost, with the time of the next try (Unix time, microseconds).</summary>
    internal sealed record CameraChange(
        [property: JsonPropertyName("camera")] string Name, string Title, CameraState State, string? Reason, long? NextTryUs)
        : ServerMessage("camera");

    /// <summary>
    /// The last second, and the link to the client. Round trip, queueing and age are in milliseconds, the delivery rate is in kbit/s. Each
    /// is null while unknown. <c>rate</c> is the maximum frames a second now. <c>source</c> is whether what the camera encoded is sent.
    /// <c>limit</c> is what keeps the client from getting more. <c>camera_fps</c> is the rate at which the camera was seen to deliver, and
    /// <c>still</c> is whether its picture does not change, so that a frame comes only once a second. <c>codec</c> is that of the
    /// last frame, <c>jpeg</c> or <c>h264</c>. <c>encoder_problem</c> is why the frames for it can't be made now, and
    /// <c>video_problem</c> is as in <see cref="Hello"/>, where the first viewer of a camera comes too early for it.
    /// </summary>
    internal sealed record Stats(
        double Fps,
        double BitrateKbps,
        long Sent,
        long Skipped,
        int Quality,
        int? Width,
        int? Height,
        double Rate,
        double? RoundTripMs,
        double? QueueingMs,
        double? DeliveryKbps,
        double? AgeMs,
        double? EncodeMs,
        bool Source,
        LimitedBy Limit,
        CameraState Camera,
        double? CameraFps,
        bool Still,
        string Codec,
        string? EncoderProblem,
        string? VideoProblem) : ServerMessage("stats");

    /// <summary>The answer to a ping.</summary>
    internal sealed record Pong(double? T, long ServerTimeUs) : ServerMessage("pong");

    /// <summary>Why a message had no effect.</summary>
    internal sealed record Error(string Code, string Message, string? Field) : ServerMessage("error");
}
