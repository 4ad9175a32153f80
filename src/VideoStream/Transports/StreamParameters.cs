using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using VideoStream.Viewers.Settings;

namespace VideoStream.Transports;

/// <summary>Describes the query of a request for frames in the OpenAPI document. It reads <see cref="SettingTable"/>.</summary>
internal static class StreamParameters
{
    /// <summary>Adds what <see cref="StreamRequestReader"/> reads: the camera, the page and the settings.</summary>
    public static RouteHandlerBuilder WithStreamParameters(this RouteHandlerBuilder endpoint) =>
        endpoint.AddOpenApiOperationTransformer((operation, context, _) =>
        {
            Add(operation, StreamRequestReader.CameraParameter, "Name of the camera.", """{"type":"string"}""");
            Add(
                operation,
                StreamRequestReader.PageParameter,
                "Random name of the page that asks. The streams of one page take one place together.",
                $$"""{"type":"string","pattern":"{{StreamRequestReader.PagePattern}}"}""");
            foreach (ViewerSetting setting in context.ApplicationServices.GetRequiredService<SettingTable>().All)
                Add(operation, setting.Name, setting.Description, setting.Schema);
            return Task.CompletedTask;
        });

    /// <summary>Adds one optional parameter.</summary>
    /// <param name="endpoint">The endpoint that reads it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="schema">The JSON schema of its values.</param>
    public static RouteHandlerBuilder WithParameter(this RouteHandlerBuilder endpoint, string name, string description, string schema) =>
        endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            Add(operation, name, description, schema);
            return Task.CompletedTask;
        });

    private static void Add(OpenApiOperation operation, string name, string description, string schema)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Query,
            Description = description,
            Schema = Parse(schema),
        });
    }

    private static OpenApiSchema? Parse(string schema) =>
        OpenApiModelFactory.Parse<OpenApiSchema>(schema, OpenApiSpecVersion.OpenApi3_1, new OpenApiDocument(), out _, "json");
}
