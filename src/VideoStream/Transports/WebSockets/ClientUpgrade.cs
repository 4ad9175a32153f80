using System.Net.Sockets;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using VideoStream.Transports.Tcp;

namespace VideoStream.Transports.WebSockets;

/// <summary>
/// Puts a <see cref="ClientStream"/> under WebSockets: one that writes straight to the connection's socket, unless something such as TLS is
/// between it and the web server. The web server does the handshake. It has sent the answer when the upgrade returns, because <see
/// cref="SocketTransportOptions.MaxWriteBufferSize"/> is 1.
/// </summary>
/// <param name="server">The web server's upgrade.</param>
/// <param name="socket">The socket that may be written to; null if none may.</param>
internal sealed class ClientUpgrade(IHttpUpgradeFeature server, Socket? socket) : IHttpUpgradeFeature
{
    public bool IsUpgradableRequest => server.IsUpgradableRequest;

    /// <summary>The stream; null before the upgrade.</summary>
    public ClientStream? Stream { get; private set; }

    /// <summary>Middleware. Must be before the middleware of WebSockets.</summary>
    public static Task OfferAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } server)
            context.Features.Set<IHttpUpgradeFeature>(new ClientUpgrade(server, ConnectionSocket.DirectOf(context)));
        return next(context);
    }

    /// <summary>The stream of an upgraded request.</summary>
    public static ClientStream StreamOf(HttpContext context) => ((ClientUpgrade)context.Features.GetRequiredFeature<IHttpUpgradeFeature>()).Stream!;

    public async Task<Stream> UpgradeAsync()
    {
        Stream upgraded = await server.UpgradeAsync();
        return Stream = socket is null ? new ClientStream(upgraded) : new DirectStream(upgraded, socket);
    }
}
