using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using VideoStream.Transports.Tcp;

namespace VideoStream.Transports.WebSockets;

/// <summary>
/// Puts a <see cref="ClientStream"/> under WebSockets: one that writes straight to the connection's socket or TLS, unless another
/// middleware is between them and the web server. The web server does the handshake. It has sent the answer when the upgrade returns,
/// because <see cref="SocketTransportOptions.MaxWriteBufferSize"/> is 1.
/// </summary>
/// <param name="server">The web server's upgrade.</param>
/// <param name="context">The request.</param>
internal sealed class ClientUpgrade(IHttpUpgradeFeature server, HttpContext context) : IHttpUpgradeFeature
{
    public bool IsUpgradableRequest => server.IsUpgradableRequest;

    /// <summary>Middleware, for HTTP/1.1 and HTTP/2. Must be before the middleware of WebSockets.</summary>
    public static Task OfferAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade)
            context.Features.Set<IHttpUpgradeFeature>(new ClientUpgrade(upgrade, context));
        if (context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } connect)
            context.Features.Set<IHttpExtendedConnectFeature>(new ClientConnect(connect, context));
        return next(context);
    }

    /// <summary>The stream of a request that became a WebSocket.</summary>
    public static ClientStream StreamOf(HttpContext context) => context.Features.GetRequiredFeature<ClientStream>();

    public async Task<Stream> UpgradeAsync()
    {
        Stream upgraded = await server.UpgradeAsync();
        ClientStream stream = ConnectionSocket.WriterOf(context) is { } writer
            ? new DirectStream(upgraded, writer)
            : new ClientStream(upgraded);
        context.Features.Set(stream);
        return stream;
    }
}
