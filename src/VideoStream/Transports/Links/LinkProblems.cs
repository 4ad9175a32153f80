using VideoStream.Access;
using VideoStream.Viewers.Settings;

namespace VideoStream.Transports.Links;

/// <summary>Why a link is not made or found, as problem documents (RFC 9457).</summary>
internal static class LinkProblems
{
    /// <summary>400: a field of the request is wrong.</summary>
    public static IResult BadField(SettingError error)
    {
        var extensions = new Dictionary<string, object?> { ["code"] = error.Code };
        if (error.Field is not null)
            extensions["field"] = error.Field;
        return TypedResults.Problem(error.Message, statusCode: StatusCodes.Status400BadRequest, title: "Bad link", extensions: extensions);
    }

    /// <summary>404.</summary>
    public static IResult Unknown(string id) => Problem(
        StatusCodes.Status404NotFound, "No such link", "unknown_link", $"There is no link '{id.Shortened()}', or it has ended");

    /// <summary>409: nobody needs a link.</summary>
    public static IResult Open() => Problem(
        StatusCodes.Status409Conflict,
        "The service is open",
        "no_keys",
        "No keys are configured, so everybody who reaches this service sees all cameras, and a link could restrict nobody. Configure a "
        + $"key first: {CommandName.NewKey}");

    /// <summary>409: a link has to be revoked first.</summary>
    public static IResult TooMany() => Problem(
        StatusCodes.Status409Conflict, "Too many links", "too_many_links", $"There are {LinkRegistry.MaxLinks} links; revoke one first");

    /// <summary>413.</summary>
    public static IResult TooLarge(int maxBytes) => Problem(
        StatusCodes.Status413PayloadTooLarge, "Too large", "too_large", $"The body has {maxBytes} bytes at most");

    /// <summary>415 with <c>Accept</c>.</summary>
    public static IResult NoJson(HttpContext context)
    {
        context.Response.Headers.Accept = "application/json";
        return Problem(
            StatusCodes.Status415UnsupportedMediaType,
            "No JSON",
            ErrorCode.NotJson,
            "The body must be JSON: Content-Type: application/json");
    }

    /// <summary>500: the state directory can't be written.</summary>
    public static IResult NotSaved(string detail) =>
        Problem(StatusCodes.Status500InternalServerError, "Can't be saved", "not_saved", detail);

    private static IResult Problem(int status, string title, string code, string detail) => TypedResults.Problem(
        detail, statusCode: status, title: title, extensions: new Dictionary<string, object?> { ["code"] = code });
}
