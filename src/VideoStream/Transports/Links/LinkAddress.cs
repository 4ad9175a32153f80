using System.Text.RegularExpressions;
using VideoStream.Access;

namespace VideoStream.Transports.Links;

/// <summary>
/// Middleware for the addresses of links: <c>/link/TOKEN/…</c> is what <c>/…</c> is, with the link's token as the key. So all that the
/// page asks for brings the token, because the page's addresses are relative. There is no cookie that another tab would share.
/// </summary>
internal static partial class LinkAddress
{
    /// <summary>The first part of the path.</summary>
    public const string Start = "/link/";

    /// <summary>Takes the token off the path. Must be before the routing.</summary>
    public static Task ReadAsync(HttpContext context, RequestDelegate next)
    {
        string path = context.Request.Path.Value ?? "";
        if (Address().Match(path) is { Success: true } match)
        {
            context.Features.Set(new LinkToken(match.Groups["token"].Value));
            context.Request.PathBase = context.Request.PathBase.Add(match.Groups["link"].Value);
            context.Request.Path = path[match.Groups["link"].Length..];
        }

        return next(context);
    }

    /// <summary>The address of a link, below that of the service.</summary>
    public static string PathOf(string token) => $"{Start}{token}/";

    /// <summary>
    /// The page's addresses are relative to its own, so it needs the slash at the end. Relative too: a proxy may add a path.
    /// </summary>
    public static IResult AddSlash(string token, HttpResponse response)
    {
        if (!Address().IsMatch(PathOf(token)))
            return TypedResults.NotFound();
        // The framework's own result would log the token.
        response.Headers.Location = $"{token}/";
        return TypedResults.StatusCode(StatusCodes.Status302Found);
    }

    // As long as a token can be, and nothing that a browser could take for another site.
    [GeneratedRegex("^(?<link>/link/(?<token>[A-Za-z0-9_-]{1,512}))/")]
    private static partial Regex Address();
}
