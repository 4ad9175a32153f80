using System.Text.Json.Serialization;
using VideoStream.Access;

namespace VideoStream.Transports.Links;

/// <summary>Source-generated JSON of links.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(LinkRequest))]
[JsonSerializable(typeof(NewLink))]
[JsonSerializable(typeof(SignedLink[]))]
internal sealed partial class LinkJson : JsonSerializerContext;
