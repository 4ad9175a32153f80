using System.Globalization;
using VideoStream.Viewers;
using VideoStream.Viewers.Settings;

namespace VideoStream.Transports;

/// <summary>Errors as problem documents (RFC 9457).</summary>
internal static class Problems
{
    /// <summary>When a client that found no place may ask again.</summary>
    public static readonly TimeSpan BusyRetry = TimeSpan.FromSeconds(2);

    /// <summary>400, with the name of the bad parameter.</summary>
    public static IResult BadParameter(SettingError error) => TypedResults.Problem(
        error.Message,
        statusCode: StatusCodes.Status400BadRequest,
        title: error.Code == ErrorCode.UnknownCamera ? "Unknown camera" : "Bad parameter",
        extensions: new Dictionary<string, object?> { ["parameter"] = error.Field, ["code"] = error.Code });

    /// <summary>503: it may be available later.</summary>
    public static IResult Unavailable(string title, string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status503ServiceUnavailable, title: title);

    /// <summary>503 with <c>Retry-After</c>: others have all places now.</summary>
    public static IResult Busy(HttpContext context, string title, string detail)
    {
        SetRetryAfter(context, BusyRetry);
        return Unavailable(title, detail);
    }

    /// <summary>503 with <c>Retry-After</c>: there is no place for a viewer.</summary>
    public static IResult NoPlace(HttpContext context, PlaceRefusal refusal) => Busy(context, "Too many viewers", refusal.Text);

    /// <summary>429 with <c>Retry-After</c>.</summary>
    public static IResult TooManyRequests(HttpContext context, TimeSpan retryAfter, string detail)
    {
        SetRetryAfter(context, retryAfter);
        return TypedResults.Problem(detail, statusCode: StatusCodes.Status429TooManyRequests, title: "Too many requests");
    }

    private static void SetRetryAfter(HttpContext context, TimeSpan after) =>
        context.Response.Headers.RetryAfter = Math.Ceiling(after.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
