using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace VideoStream.Tests.Support;

/// <summary>A JSON Schema of <c>docs/protocol</c>.</summary>
internal sealed class ProtocolSchema
{
    public static readonly ProtocolSchema Client = new("client-to-server"), Server = new("server-to-client");

    private readonly JsonSchema _schema;
    private readonly JsonNode _text;

    private ProtocolSchema(string name)
    {
        string text = Repository.Text($"docs/protocol/{name}.schema.json");
        _schema = JsonSchema.FromText(text);
        _text = JsonNode.Parse(text)!;
    }

    /// <summary>The definitions that are messages, by their type.</summary>
    public IEnumerable<string> Messages => _text["oneOf"]!.AsArray().Select(message => message!["$ref"]!.GetValue<string>().Split('/')[^1]);

    public JsonNode Definition(string name) => _text["$defs"]![name]!;

    /// <summary>The names of an object's fields, in order.</summary>
    public IEnumerable<string> Fields(string name) => Definition(name)["properties"]!.AsObject().Select(field => field.Key);

    /// <summary>The names of the fields that must be there, in order.</summary>
    public IEnumerable<string> Required(string name) => Texts(Definition(name)["required"]!);

    /// <summary>The values of an enumeration.</summary>
    public static IEnumerable<string> Values(JsonNode definition) => Texts(definition["enum"]!);

    public bool Accepts(JsonElement message) => _schema.Evaluate(message).IsValid;

    public bool Accepts(string message) => Accepts(JsonElement.Parse(message));

    private static IEnumerable<string> Texts(JsonNode list) => list.AsArray().Select(item => item!.GetValue<string>());
}
