using System.Net.WebSockets;
using Microsoft.Extensions.Options;
using VideoStream.Access;
using VideoStream.Configuration;
using VideoStream.Transports.Tcp;
using VideoStream.Transports.WebSockets.Protocol;
using VideoStream.Viewers;
using VideoStream.Viewers.Settings;

namespace VideoStream.Transports.WebSockets;

/// <summary>
/// <c>/ws/video_feed</c>: checks the request, accepts the socket, and serves a viewer on it if the limit allows it. A plain GET is checked
/// in the same way, because a browser does not tell a page why its socket was refused.
/// </summary>
internal sealed class WebSocketEndpoint(
    StreamRequestReader requests,
    OriginPolicy origins,
    ViewerRegistry viewers,
    ClientMessageParser parser,
    SettingTable settings,
    IOptions<VideoStreamOptions> options,
    TimeProvider time,
    ILogger<WebSocketConnection> logger)
{
    public const string Subprotocol = "videostream.v1";

    private static readonly TimeSpan RefusalTimeout = TimeSpan.FromSeconds(2), EndTimeout = TimeSpan.FromSeconds(1);

    public async Task<IResult> HandleAsync(HttpContext context)
    {
        bool isPlain = !context.WebSockets.IsWebSocketRequest;
        if (isPlain)
            context.Response.Headers.CacheControl = "no-store";
        if (!options.Value.WebSocket.Enabled)
            return WebSocketProblems.SwitchedOff();
        // An upgrade always has an origin, which was checked already. A page's GET may have only the page's address.
        string? page = isPlain ? OriginPolicy.OfFetch(context.Request) : null;
        if (!origins.Allows(context.Request, page, context.RemoteEndPoint()))
            return SiteProblems.CrossOrigin(context, page!);
        if (!requests.TryRead(context, out StreamRequest? request, out var error))
            return Problems.BadParameter(error);
        if (isPlain)
            return HandlePlain(context, request);
        // Before the upgrade, so that of several at the same time each that finds no place is refused by a status.
        if (!viewers.TryReserve(context.PageOf(request), context.ClientAddress(), context.RemoteEndPoint(), out PlaceRefusal? refusal)
            && refusal.Cause == RefusalCause.TooManyOfAddress)
            return Problems.NoPlace(context, refusal);
        await HandleUpgradeAsync(context, request, refusal);
        return TypedResults.Empty;
    }

    /// <summary>What follows on an upgrade, which takes no place here.</summary>
    private IResult HandlePlain(HttpContext context, StreamRequest request) =>
        viewers.Check(context.PageOf(request), context.ClientAddress()) is { } refusal
            ? Problems.NoPlace(context, refusal)
            : WebSocketProblems.UpgradeRequired(context);

    /// <param name="context">The request.</param>
    /// <param name="request">What it asks for.</param>
    /// <param name="refusal">Why there is no place, which a page learns only from a socket that is closed; null if one is reserved.</param>
    private async Task HandleUpgradeAsync(HttpContext context, StreamRequest request, PlaceRefusal? refusal)
    {
        bool notifies = context.WebSockets.WebSocketRequestedProtocols.Contains(Subprotocol);
        using WebSocket socket = await AcceptOrReleaseAsync(context, request, notifies, isReserved: refusal is null);
        if (refusal is not null)
        {
            await RefuseAsync(socket, context, WebSocketClose.Of(refusal));
            return;
        }

        Viewer viewer = viewers.Admit(Connection(context, socket, request), request.Camera, request.Settings);
        await viewers.RunAsync(viewer, () => ServeAsync(context, socket, viewer, notifies));
    }

    private async Task<WebSocket> AcceptOrReleaseAsync(HttpContext context, StreamRequest request, bool notifies, bool isReserved)
    {
        try
        {
            ConnectionSocket.LimitUnsent(context);
            return await AcceptAsync(context, notifies);
        }
        catch when (isReserved)
        {
            viewers.Release(context.PageOf(request), context.ClientAddress());
            throw;
        }
    }

    private Task<WebSocket> AcceptAsync(HttpContext context, bool notifies)
    {
        var interval = TimeSpan.FromSeconds(options.Value.WebSocket.PingInterval);
        return context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = notifies ? Subprotocol : null,
            KeepAliveInterval = interval,
            KeepAliveTimeout = interval,
        });
    }

    private async Task ServeAsync(HttpContext context, WebSocket socket, Viewer viewer, bool notifies)
    {
        var outbox = new Outbox(viewer.Wake);
        ServerMessageFactory? messages = notifies ? new(viewer, options.Value.WebSocket, settings, time) : null;
        viewer.Changed += what =>
        {
            if (notifies || what == ViewerEvent.QuestionDue)
                outbox.Notify(what);
        };
        if (notifies)
            outbox.Notify(PendingNotifications.Hello | PendingNotifications.Camera);

        ClientStream stream = ClientUpgrade.StreamOf(context);
        using var limits = new ReceiveLimits(viewer, time);
        stream.Limits = limits;
        var receiver = new MessageReceiver(viewer, socket, parser, outbox, limits);
        var sink = new WebSocketSink(socket, stream, outbox, messages);
        await new WebSocketConnection(viewer, socket, sink, receiver, logger).RunAsync();
        if (stream is DirectStream direct)
            await direct.EndAsync(EndTimeout, time);
    }

    private async Task RefuseAsync(WebSocket socket, HttpContext context, WebSocketClose close)
    {
        // A client that does not answer the close frame is cut.
        using var timeout = new CancellationTokenSource(RefusalTimeout, time);
        using CancellationTokenRegistration abort = timeout.Token.Register(context.Abort);
        try
        {
            await socket.CloseAsync(close.Status, close.Text, CancellationToken.None);
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException)
        {
            // The client is gone.
        }
    }

    private static ViewerConnection Connection(HttpContext context, WebSocket socket, StreamRequest request) => new(
        ViewerTransport.WebSocket,
        context.RemoteEndPoint(),
        new TcpInfo(ConnectionSocket.Of(context)),
        GivesReceipts: true,
        WritesDirectly: ClientUpgrade.StreamOf(context) is DirectStream,
        Abort: () =>
        {
            socket.Abort();
            context.Abort();
        },
        Page: context.PageOf(request))
    {
        Address = context.ClientAddress(),
        Grant = request.Grant,
    };
}
