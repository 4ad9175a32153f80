using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace VideoStream.Hosting;

/// <summary>
/// Names the service's address in the OpenAPI document by the document's own. Behind a proxy the service knows neither scheme nor path.
/// </summary>
internal sealed class RelativeServer : IOpenApiDocumentTransformer
{
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Servers = [new OpenApiServer { Url = ".." }];
        return Task.CompletedTask;
    }
}
