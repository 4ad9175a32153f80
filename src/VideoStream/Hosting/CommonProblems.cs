using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace VideoStream.Hosting;

/// <summary>Describes in the OpenAPI document the refusals that all routes share, and the fields of problem documents.</summary>
internal sealed class CommonProblems : IOpenApiDocumentTransformer
{
    private static readonly (int Status, string Description)[] All =
    [
        (StatusCodes.Status400BadRequest, "The service does not answer to this host (code host_not_allowed)."),
        (StatusCodes.Status403Forbidden, "A page of another site asks (code origin_not_allowed)."),
        (StatusCodes.Status429TooManyRequests, "The address sends too many requests, or tried too many wrong keys."),
        (StatusCodes.Status503ServiceUnavailable, "Too many connections are open."),
    ];

    private static readonly (string Name, string Description)[] Fields =
    [
        ("code", "What is wrong, for programs. docs/protocol.md has all codes."),
        ("parameter", "The query parameter that is wrong."),
        ("field", "The field of the body that is wrong."),
        ("host", "The host that is not allowed."),
        ("origin", "The origin of the page that is not allowed."),
        ("trace_id", "Names the request in the log."),
    ];

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var (_, operation) in document.Paths.Values.SelectMany(path => path.Operations!))
        {
            operation.Responses ??= [];
            foreach (var (status, description) in All)
                operation.Responses.TryAdd($"{status}", Problem(description, document));
        }

        if (document.Components?.Schemas?.TryGetValue(nameof(ProblemDetails), out IOpenApiSchema? problem) == true
            && problem is OpenApiSchema { Properties: { } properties })
        {
            foreach (var (name, description) in Fields)
                properties[name] = new OpenApiSchema { Type = JsonSchemaType.String, Description = description };
        }

        return Task.CompletedTask;
    }

    private static OpenApiResponse Problem(string description, OpenApiDocument document) => new()
    {
        Description = description,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(nameof(ProblemDetails), document) },
        },
    };
}
