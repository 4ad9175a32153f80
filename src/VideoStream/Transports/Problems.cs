using System.Globalization;
using VideoStream.Access;
using VideoStream.Viewers;
using VideoStream.Viewers.Settings;

namespace VideoStream.Transports;

/// <summary>Errors as problem documents (RFC 9457).</summary>
internal static class Problems
{
    /// <summary>When a client that found no place may ask again.</summary>
    public static readonly TimeSpan BusyRetry = TimeSpan.FromSeconds(2);

    /// <summary>
    /// 400 with the name of the parameter, 403 for what the client's key does not allow, or 503 for a camera that may come.
    /// </summary>
    public static IResult BadParameter(SettingError error) => error.Code switch
    {
        ErrorCode.Forbidden => Forbidden(error.Message, error.Field),
        ErrorCode.UnknownCamera => BadRequest("Unknown camera", error),
        ErrorCode.NoCameraYet => Unavailable("No camera yet", error.Message, new() { ["code"] = ErrorCode.NoCameraYet }),
        _ => BadRequest("Bad parameter", error),
    };

    /// <summary>403: the client's key does not allow it.</summary>
    /// <param name="detail">What it does not allow.</param>
    /// <param name="parameter">The parameter that asked for it; null if it is the address itself.</param>
    public static IResult Forbidden(string detail, string? parameter = null)
    {
        var extensions = new Dictionary<string, object?> { ["code"] = ErrorCode.Forbidden };
        if (parameter is not null)
            extensions["parameter"] = parameter;
        return TypedResults.Problem(
            detail, statusCode: StatusCodes.Status403Forbidden, title: "Not allowed with this key", extensions: extensions);
    }

    /// <summary>503: it may be available later.</summary>
    public static IResult Unavailable(string title, string detail, Dictionary<string, object?>? extensions = null) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status503ServiceUnavailable, title: title, extensions: extensions);

    /// <summary>503 with <c>Retry-After</c>: others have all places now.</summary>
    public static IResult Busy(HttpContext context, string title, string detail, Dictionary<string, object?>? extensions = null)
    {
        SetRetryAfter(context, BusyRetry);
        return Unavailable(title, detail, extensions);
    }

    /// <summary>
    /// 503 with <c>Retry-After</c>: there is no place for a viewer. 429 if it is its own address that has too many.
    /// </summary>
    public static IResult NoPlace(HttpContext context, PlaceRefusal refusal) => refusal.Cause == RefusalCause.TooManyOfAddress
        ? TooManyRequests(context, BusyRetry, refusal.Text, "Too many viewers")
        : Busy(context, "Too many viewers", refusal.Text);

    /// <summary>429 with <c>Retry-After</c>.</summary>
    public static IResult TooManyRequests(
        HttpContext context, TimeSpan retryAfter, string detail, string title = "Too many requests")
    {
        SetRetryAfter(context, retryAfter);
        return TypedResults.Problem(detail, statusCode: StatusCodes.Status429TooManyRequests, title: title);
    }

    private static IResult BadRequest(string title, SettingError error) => TypedResults.Problem(
        error.Message,
        statusCode: StatusCodes.Status400BadRequest,
        title: title,
        extensions: new Dictionary<string, object?> { ["parameter"] = error.Field, ["code"] = error.Code });

    private static void SetRetryAfter(HttpContext context, TimeSpan after) =>
        context.Response.Headers.RetryAfter = Math.Ceiling(after.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
