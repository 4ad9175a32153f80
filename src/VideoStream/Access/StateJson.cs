using System.Text.Json.Serialization;

namespace VideoStream.Access;

/// <summary>Serialization of the files of the state directory, generated. What they can't have been written with is damage.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Dictionary<string, DateTimeOffset>))]
[JsonSerializable(typeof(SignedLink[]))]
internal sealed partial class StateJson : JsonSerializerContext;
