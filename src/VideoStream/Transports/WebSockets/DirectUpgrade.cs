using System.Net.Sockets;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using VideoStream.Transports.Tcp;

namespace VideoStream.Transports.WebSockets;

/// <summary>
/// Makes WebSockets write straight to their connection's socket, unless something such as TLS is between it and the web server. The web
/// server does the handshake. It has sent the answer when the upgrade returns, because <see
/// cref="SocketTransportOptions.MaxWriteBufferSize"/> is 1.
/// </summary>
internal sealed class DirectUpgrade(IHttpUpgradeFeature server, Socket socket) : IHttpUpgradeFeature
{
    public bool IsUpgradableRequest => server.IsUpgradableRequest;

    /// <summary>The stream; null before the upgrade.</summary>
    public DirectStream? Stream { get; private set; }

    /// <summary>Middleware. Must be before the middleware of WebSockets.</summary>
    public static Task OfferAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } server
            && ConnectionSocket.DirectOf(context) is { } socket)
            context.Features.Set<IHttpUpgradeFeature>(new DirectUpgrade(server, socket));
        return next(context);
    }

    /// <summary>The stream of an upgraded request; null if it writes through the web server.</summary>
    public static DirectStream? StreamOf(HttpContext context) => (context.Features.Get<IHttpUpgradeFeature>() as DirectUpgrade)?.Stream;

    public async Task<Stream> UpgradeAsync() => Stream = new DirectStream(await server.UpgradeAsync(), socket);
}
