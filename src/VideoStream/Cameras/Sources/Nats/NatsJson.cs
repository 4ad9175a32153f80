using System.Text.Json.Serialization;

namespace VideoStream.Cameras.Sources.Nats;

/// <summary>The JSON of messages between a service and its relays.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(PublishedState))]
[JsonSerializable(typeof(LeaseAnswer))]
[JsonSerializable(typeof(PublishedCameras))]
internal sealed partial class NatsJson : JsonSerializerContext;
