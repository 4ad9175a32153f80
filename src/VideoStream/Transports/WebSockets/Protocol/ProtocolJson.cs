using System.Text.Json.Serialization;

namespace VideoStream.Transports.WebSockets.Protocol;

/// <summary>Serialization of the socket's texts, generated.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ServerMessage.Hello))]
[JsonSerializable(typeof(ServerMessage.Config))]
[JsonSerializable(typeof(ServerMessage.CameraChange))]
[JsonSerializable(typeof(ServerMessage.Stats))]
[JsonSerializable(typeof(ServerMessage.Pong))]
[JsonSerializable(typeof(ServerMessage.Error))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(int))]
internal sealed partial class ProtocolJson : JsonSerializerContext;
