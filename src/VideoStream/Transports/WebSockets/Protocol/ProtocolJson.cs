using System.Text.Json;
using System.Text.Json.Serialization;
using VideoStream.Viewers.Settings;

namespace VideoStream.Transports.WebSockets.Protocol;

/// <summary>Serialization of the socket's text messages, generated.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ServerMessage.Hello))]
[JsonSerializable(typeof(ServerMessage.Config))]
[JsonSerializable(typeof(ServerMessage.CameraChange))]
[JsonSerializable(typeof(ServerMessage.Video))]
[JsonSerializable(typeof(ServerMessage.Stats))]
[JsonSerializable(typeof(ServerMessage.Pong))]
[JsonSerializable(typeof(ServerMessage.Error))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(int))]
internal sealed partial class ProtocolJson : JsonSerializerContext
{
    public static byte[] Serialize(ServerMessage message) => JsonSerializer.SerializeToUtf8Bytes(message, message.GetType(), Default);

    public static Dictionary<string, JsonElement> ToFields(EffectiveSettings settings) =>
        JsonSerializer.SerializeToElement(settings, Default.EffectiveSettings)
            .EnumerateObject().ToDictionary(field => field.Name, field => field.Value);
}
