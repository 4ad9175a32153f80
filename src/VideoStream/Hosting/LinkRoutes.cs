using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using VideoStream.Access;
using VideoStream.Transports.Links;

namespace VideoStream.Hosting;

/// <summary>The addresses of signed links.</summary>
internal static class LinkRoutes
{
    private const string Links = "/api/v1/links";
    private const string Link = Links + "/{id}";
    private const string Id = "Name of the link.";

    public static void MapLinks(this WebApplication app)
    {
        app.MapGet(LinkAddress.Start + "{token}", (string token, HttpResponse response) => LinkAddress.AddSlash(token, response))
            .AllowHead()
            .ExcludeFromDescription();
        app.MapGet(Links, (LinkEndpoints endpoints) => endpoints.List())
            .AllowHead()
            .RequireScope(AccessPolicies.Admin)
            .WithSummary("All links, the oldest first.")
            .Produces<SignedLink[]>();
        app.MapGet(Link, ([Description(Id)] string id, LinkEndpoints endpoints) => endpoints.Get(id))
            .AllowHead()
            .RequireScope(AccessPolicies.Admin)
            .WithSummary("One link.")
            .Produces<SignedLink>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        app.MapLinkChanges();
    }

    private static void MapLinkChanges(this WebApplication app)
    {
        app.MapPost(Links, (HttpContext context, LinkEndpoints endpoints) => endpoints.CreateAsync(context))
            .WithMetadata(new RequestSizeLimitAttribute(LinkEndpoints.MaxBytes))
            .RequireScope(AccessPolicies.Admin)
            .WithSummary("Makes a link that shows one camera.")
            .AddOpenApiOperationTransformer(DescribeBodyAsync)
            .Produces<NewLink>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status500InternalServerError);
        app.MapDelete(
                Link, ([Description(Id)] string id, HttpContext context, LinkEndpoints endpoints) => endpoints.Revoke(id, context))
            .RequireScope(AccessPolicies.Admin)
            .WithSummary("Revokes a link. Its viewers end within two seconds.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status500InternalServerError);
    }

    /// <summary>Not by <c>Accepts</c>: the routing would then refuse other types of content, without a word about JSON.</summary>
    private static async Task DescribeBodyAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        OpenApiSchema schema = await context.GetOrCreateSchemaAsync(typeof(LinkRequest), null, cancellationToken);
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = schema } },
        };
    }
}
