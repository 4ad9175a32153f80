using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>The OpenAPI document of a service, and whether answers are as it says.</summary>
internal sealed class ApiDocument
{
    private readonly JsonObject _schemas;

    private ApiDocument(JsonNode document)
    {
        Paths = document["paths"]!.AsObject();
        // Where JSON Schema expects them. An answer with a field that is not described is not valid.
        string schemas = document["components"]!["schemas"]!.ToJsonString().Replace("#/components/schemas/", "#/$defs/");
        _schemas = JsonNode.Parse(schemas)!.AsObject();
        foreach (var (_, schema) in _schemas)
        {
            if (schema!["properties"] is not null)
                schema["additionalProperties"] = false;
        }
    }

    public JsonObject Paths { get; }

    public static async Task<ApiDocument> LoadAsync(ServiceHost service) =>
        new(JsonNode.Parse(await service.Http.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken))!);

    /// <summary>All operations.</summary>
    public IEnumerable<(string Path, string Method, JsonNode Operation)> Operations =>
        from path in Paths
        from operation in path.Value!.AsObject()
        select (path.Key, operation.Key.ToUpperInvariant(), operation.Value!);

    /// <summary>Fails unless the answer's status and content type are described, and its content is as described.</summary>
    public async Task AssertDescribedAsync(HttpResponseMessage response)
    {
        // A parameter in the path stands for itself.
        string path = Uri.UnescapeDataString(response.RequestMessage!.RequestUri!.AbsolutePath);
        JsonNode operation = Paths[path]![response.RequestMessage.Method.Method.ToLowerInvariant()]!;
        string what = $"{response.RequestMessage.Method} {path}: {(int)response.StatusCode}";
        JsonNode? described = operation["responses"]![$"{(int)response.StatusCode}"];
        Assert.True(described is not null, what + " is not described");
        string? type = response.Content.Headers.ContentType?.MediaType;
        if (type is null)
            return;
        JsonNode? content = described["content"]?[type];
        Assert.True(content is not null, $"{what} {type} is not described");
        if (!type.EndsWith("json", StringComparison.Ordinal))
            return;
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(IsValid(content["schema"]!, JsonElement.Parse(text)), $"{what}: {text}");
    }

    private bool IsValid(JsonNode schema, JsonElement answer)
    {
        JsonObject whole = JsonNode.Parse(schema.ToJsonString().Replace("#/components/schemas/", "#/$defs/"))!.AsObject();
        whole["$defs"] = _schemas.DeepClone();
        return JsonSchema.FromText(whole.ToJsonString()).Evaluate(answer).IsValid;
    }
}
