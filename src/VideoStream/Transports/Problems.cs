using VideoStream.Viewers.Settings;

namespace VideoStream.Transports;

/// <summary>Errors as problem documents (RFC 9457).</summary>
internal static class Problems
{
    /// <summary>400, with the name of the bad parameter.</summary>
    public static IResult BadParameter(SettingError error) => TypedResults.Problem(
        error.Message,
        statusCode: StatusCodes.Status400BadRequest,
        title: "Bad parameter",
        extensions: new Dictionary<string, object?> { ["parameter"] = error.Field, ["code"] = error.Code });

    /// <summary>503: it may be available later.</summary>
    public static IResult Unavailable(string title, string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status503ServiceUnavailable, title: title);
}
