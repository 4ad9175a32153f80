using Microsoft.OpenApi;

namespace VideoStream.Transports.Authentication;

/// <summary>
/// Describes the form of a login in the OpenAPI document. By metadata alone, the framework would refuse all other content types itself.
/// </summary>
internal static class LoginDescription
{
    public static RouteHandlerBuilder WithLoginForm(this RouteHandlerBuilder endpoint) =>
        endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/x-www-form-urlencoded"] = new() { Schema = Form() },
                },
            };
            return Task.CompletedTask;
        });

    private static OpenApiSchema Form() => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { LoginEndpoint.Field },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            [LoginEndpoint.Field] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The key." },
        },
    };
}
