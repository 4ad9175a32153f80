namespace VideoStream.Transports.WebSockets;

/// <summary>
/// Why a request cannot become a WebSocket, as problem documents (RFC 9457). They name no address, because a proxy may have another one.
/// </summary>
internal static class WebSocketProblems
{
    /// <summary>Lets the page read the answer, also one of another site. It says no more than the refused upgrade does.</summary>
    public static void AllowRead(HttpContext context)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.Vary = "Origin";
        if (context.Request.Headers.Origin is { Count: 1 } origin)
            headers.AccessControlAllowOrigin = origin;
    }

    public static IResult UpgradeRequired(HttpContext context)
    {
        context.Response.Headers.Upgrade = "websocket";
        context.Response.Headers.Connection = "Upgrade";
        return TypedResults.Problem(
            "This is a WebSocket: connect to this address with ws:// in place of http://, or wss:// in place of https://, for instance "
            + "with 'websocat -b'. Pictures over HTTP are at snapshot.jpg and video_feed",
            statusCode: StatusCodes.Status426UpgradeRequired,
            title: "Upgrade required");
    }

    public static IResult SwitchedOff() => TypedResults.Problem(
        "VideoStream:WebSocket:Enabled is false. Pictures over HTTP are at snapshot.jpg and video_feed",
        statusCode: StatusCodes.Status404NotFound,
        title: "The WebSocket is switched off");

    public static IResult CrossOrigin(string origin) => TypedResults.Problem(
        $"Pages of {origin.Shortened()} may not open this socket; VideoStream:WebSocket:AllowedOrigins names those that may",
        statusCode: StatusCodes.Status403Forbidden,
        title: "This page's address is not allowed by the server");
}
