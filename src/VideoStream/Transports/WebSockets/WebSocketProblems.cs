namespace VideoStream.Transports.WebSockets;

/// <summary>
/// Why a request cannot become a WebSocket, as problem documents (RFC 9457). They name no address, because a proxy may have another one.
/// </summary>
internal static class WebSocketProblems
{
    public static IResult UpgradeRequired(HttpContext context)
    {
        // HTTP/2 has no such fields. The web server would remove them, and log a warning.
        if (HttpProtocol.IsHttp11(context.Request.Protocol))
        {
            context.Response.Headers.Upgrade = "websocket";
            context.Response.Headers.Connection = "Upgrade";
        }

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
}
