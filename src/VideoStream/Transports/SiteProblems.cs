using VideoStream.Access;

namespace VideoStream.Transports;

/// <summary>Why a request of a page is refused, as problem documents (RFC 9457), or as a page where a person opened it.</summary>
internal static class SiteProblems
{
    /// <summary>The <c>code</c> of a host that the service does not answer to.</summary>
    public const string HostCode = "host_not_allowed";

    /// <summary>The <c>code</c> of a page of another site.</summary>
    public const string OriginCode = "origin_not_allowed";

    /// <summary>400: the request is for another host.</summary>
    public static IResult UnknownHost(string host) => new ReadableProblem(TypedResults.Problem(
        $"This service does not answer to the host '{host.Shortened()}'. If it is the service's own name, add it to "
        + "VideoStream:Access:AllowedHosts",
        statusCode: StatusCodes.Status400BadRequest,
        title: "Host not allowed",
        extensions: new Dictionary<string, object?> { ["code"] = HostCode, ["host"] = host.Shortened() }));

    /// <summary>403: the request is of another site's page, which can read the answer. It says no more than the refusal itself.</summary>
    public static IResult CrossOrigin(HttpContext context, string origin)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (context.Request.Headers.Origin is { Count: 1 } own && own.ToString().IsHeaderText())
            context.Response.Headers.AccessControlAllowOrigin = own;
        return new ReadableProblem(TypedResults.Problem(
            $"Pages of {origin.Shortened()} may not use this service; VideoStream:Access:AllowedOrigins names those that may",
            statusCode: StatusCodes.Status403Forbidden,
            title: "This page's address is not allowed by the server",
            extensions: new Dictionary<string, object?> { ["code"] = OriginCode, ["origin"] = origin.Shortened() }));
    }
}
