using System.Text.Json.Serialization;

namespace VideoStream.Status;

/// <summary>Source-generated JSON of the status and the health.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(StatusResponse))]
[JsonSerializable(typeof(CameraInfo[]))]
[JsonSerializable(typeof(HealthResponse))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(int))]
internal sealed partial class StatusJson : JsonSerializerContext;
