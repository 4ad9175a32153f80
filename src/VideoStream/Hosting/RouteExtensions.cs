namespace VideoStream.Hosting;

/// <summary>What several addresses have in common.</summary>
internal static class RouteExtensions
{
    /// <summary>Requires a scope, and describes the answers without it.</summary>
    public static RouteHandlerBuilder RequireScope(this RouteHandlerBuilder endpoint, string policy) => endpoint
        .RequireAuthorization(policy)
        .ProducesProblem(StatusCodes.Status401Unauthorized)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status429TooManyRequests);

    /// <summary>Answers HEAD like GET. The web server leaves out the body.</summary>
    public static TBuilder AllowHead<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]));
}
