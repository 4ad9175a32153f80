using System.Text.Json.Serialization;

namespace VideoStream.Transports;

/// <summary>Serialization of query parameters, generated.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class TransportJson : JsonSerializerContext;
