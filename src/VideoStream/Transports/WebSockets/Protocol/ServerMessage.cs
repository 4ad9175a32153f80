using System.Text.Json.Serialization;
using VideoStream.Adaptation;
using VideoStream.Cameras;
using VideoStream.Viewers;

namespace VideoStream.Transports.WebSockets.Protocol;

/// <summary>Something that the service says as text: a closed set.</summary>
internal abstract record ServerMessage([property: JsonPropertyOrder(-1)] string Type)
{
    /// <summary>First of all, to a client of <c>videostream.v1</c>.</summary>
    internal sealed record Hello(string Session, string Camera, CameraState State, int? Width, int? Height, Limits Limits, EffectiveSettings Settings)
        : ServerMessage("hello");

    /// <summary>The effective settings, after each change.</summary>
    internal sealed record Config(
        bool Osd, int Quality, object RequestedQuality, double Fps, double Rate, object Resize, object Size, bool Adaptive, bool Paused)
        : ServerMessage("config");

    /// <summary>A camera's change of state; while it is lost, with the time of the next try (Unix time, microseconds).</summary>
    internal sealed record CameraChange([property: JsonPropertyName("camera")] string Name, CameraState State, string? Reason, long? NextTryUs)
        : ServerMessage("camera");

    /// <summary>
    /// The last second, and the way to the client: round trip and queueing in milliseconds, what the link carries while it is busy in kbit/s, how old
    /// frames are when they arrive in milliseconds, as far as known. <c>rate</c> is how many frames a second it is meant to get, <c>source</c> whether it
    /// is sent the camera's own JPEG, <c>limit</c> what keeps it from getting more.
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
        CameraState Camera) : ServerMessage("stats");

    /// <summary>The answer to a ping.</summary>
    internal sealed record Pong(double? T, long ServerTimeUs) : ServerMessage("pong");

    /// <summary>Why a message had no effect.</summary>
    internal sealed record Error(string Code, string Message, string? Field) : ServerMessage("error");
}
