using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using VideoStream.Transports.Authentication;

namespace VideoStream.Hosting;

/// <summary>Describes in the OpenAPI document how a request brings its key, and which requests need one if there are keys.</summary>
internal sealed class KeySchemes : IOpenApiDocumentTransformer
{
    private static readonly Dictionary<string, IOpenApiSecurityScheme> All = new()
    {
        ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" },
        ["basic"] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "basic",
            Description = "The key is the password. The user's name does not matter.",
        },
        ["query"] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Query,
            Name = Credential.Parameter,
        },
        ["login"] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Cookie,
            Name = LoginCookie.Name,
            Description = "The cookie that POST /login gives for a key.",
        },
    };

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(All);
        foreach (var (_, operation) in document.Paths.Values.SelectMany(path => path.Operations!))
        {
            // A login refuses wrong keys too, but allows everybody to try.
            if (Refuses(operation, StatusCodes.Status401Unauthorized) && Refuses(operation, StatusCodes.Status403Forbidden))
                operation.Security = [.. All.Keys.Select(name => Requirement(name, document))];
        }

        return Task.CompletedTask;
    }

    private static bool Refuses(OpenApiOperation operation, int status) => operation.Responses?.ContainsKey($"{status}") == true;

    private static OpenApiSecurityRequirement Requirement(string name, OpenApiDocument document) =>
        new() { [new OpenApiSecuritySchemeReference(name, document)] = [] };
}
