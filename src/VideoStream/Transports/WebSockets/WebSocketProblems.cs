namespace VideoStream.Transports.WebSockets;

/// <summary>Why a request cannot become a WebSocket, as problem documents (RFC 9457).</summary>
internal static class WebSocketProblems
{
    public static IResult UpgradeRequired(HttpContext context)
    {
        context.Response.Headers.Upgrade = "websocket";
        context.Response.Headers.Connection = "Upgrade";
        string address = $"ws://{context.Request.Host.ToString().Shortened()}{context.Request.Path}";
        return TypedResults.Problem(
            $"This is a WebSocket: connect to {address}, for instance with 'websocat -b {address}'. "
            + "Pictures over HTTP are at /snapshot.jpg and /video_feed",
            statusCode: StatusCodes.Status426UpgradeRequired,
            title: "Upgrade required");
    }

    public static IResult CrossOrigin(string origin) => TypedResults.Problem(
        $"Pages of {origin.Shortened()} may not open this socket; VideoStream:WebSocket:AllowedOrigins names those that may",
        statusCode: StatusCodes.Status403Forbidden,
        title: "Origin not allowed");
}
