using System.Net.WebSockets;
using Microsoft.Extensions.Options;
using VideoStream.Access;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Transports.Tcp;
using VideoStream.Transports.WebSockets.Protocol;
using VideoStream.Viewers;

namespace VideoStream.Transports.WebSockets;

/// <summary><c>/ws/video_feed</c>: checks the request, accepts the socket, and runs a session on it if there is a place.</summary>
internal sealed class VideoFeedEndpoint(
    StreamRequest requests,
    OriginPolicy origins,
    ViewerRegistry connections,
    SettingsParser settingsParser,
    IOptions<VideoStreamOptions> options,
    TimeProvider time,
    ILogger<ClientSession> logger)
{
    public const string Subprotocol = "videostream.v1";

    private static readonly TimeSpan RefusalTimeout = TimeSpan.FromSeconds(2);

    private readonly ClientMessageParser _parser = new(settingsParser);

    public async Task<IResult> HandleAsync(HttpContext context)
    {
        if (!options.Value.WebSocket.Enabled)
            return TypedResults.Problem("The video feed is switched off", statusCode: StatusCodes.Status404NotFound);
        if (!context.WebSockets.IsWebSocketRequest)
            return UpgradeRequired(context);
        if (!origins.Allows(context.Request))
            return CrossOrigin(context.Request.Headers.Origin.ToString());
        var (camera, settings, error) = requests.Read(context.Request.Query);
        if (error is not null)
            return Problems.BadParameter(error);

        UnsentLimit.Apply(context);
        bool speaksV1 = context.WebSockets.WebSocketRequestedProtocols.Contains(Subprotocol);
        var interval = TimeSpan.FromSeconds(options.Value.WebSocket.PingInterval);
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = speaksV1 ? Subprotocol : null,
            KeepAliveInterval = interval,
            KeepAliveTimeout = interval,
        });
        if (connections.TryEnter())
            await RunAsync(Connection(context, socket, speaksV1), camera!, settings);
        else
            await RefuseAsync(socket, context);
        return TypedResults.Empty;
    }

    private async Task RunAsync(ClientConnection connection, VariantSet camera, ViewerSettings settings)
    {
        try
        {
            using var session = new ClientSession(connection, camera, settings, _parser, options.Value, time, logger);
            await connections.RunAsync(session);
        }
        finally
        {
            connections.Leave();
        }
    }

    private async Task RefuseAsync(WebSocket socket, HttpContext context)
    {
        // Bounded: a client that doesn't answer the close frame is cut off.
        using var timeout = new CancellationTokenSource(RefusalTimeout, time);
        using CancellationTokenRegistration abort = timeout.Token.Register(context.Abort);
        try
        {
            await socket.CloseAsync(WebSocketCloseStatus.PolicyViolation, "Too many clients", CancellationToken.None);
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException)
        {
            // It is gone, which is what we wanted.
        }
    }

    private static IResult UpgradeRequired(HttpContext context)
    {
        context.Response.Headers.Upgrade = "websocket";
        context.Response.Headers.Connection = "Upgrade";
        string address = $"ws://{context.Request.Host}{context.Request.Path}";
        return TypedResults.Problem(
            $"This is a WebSocket: connect to {address}, for instance with 'websocat -b {address}'. Pictures over HTTP are at /snapshot.jpg and /video_feed",
            statusCode: StatusCodes.Status426UpgradeRequired,
            title: "Upgrade required");
    }

    private static IResult CrossOrigin(string origin) => TypedResults.Problem(
        $"Pages of {origin} may not open this socket; VideoStream:WebSocket:AllowedOrigins names those that may",
        statusCode: StatusCodes.Status403Forbidden,
        title: "Origin not allowed");

    private static ClientConnection Connection(HttpContext context, WebSocket socket, bool speaksV1)
    {
        string remote = $"{context.Connection.RemoteIpAddress}:{context.Connection.RemotePort}";
        return new(socket, DirectUpgrade.StreamOf(context), speaksV1, remote, ConnectionSocket.Of(context), context.Abort);
    }
}
