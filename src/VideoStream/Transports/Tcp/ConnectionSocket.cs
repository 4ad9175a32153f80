using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace VideoStream.Transports.Tcp;

/// <summary>Finds the socket under a request.</summary>
internal static class ConnectionSocket
{
    /// <summary>
    /// The socket of the request's connection, if it carries this request alone; null if it is not TCP. The streams of HTTP/2 share one:
    /// its statistics are those of all of them, and its bytes are frames of HTTP/2.
    /// </summary>
    public static Socket? Of(HttpContext context) => IsAlone(context.Request.Protocol) ? OfConnection(context) : null;

    /// <summary>The socket of the request's connection, which other requests may share; null if it is not TCP.</summary>
    public static Socket? OfConnection(HttpContext context) =>
        context.Features.Get<IConnectionSocketFeature>()?.Socket is { ProtocolType: ProtocolType.Tcp } socket ? socket : null;

    /// <summary>
    /// The socket of <see cref="Of"/> if it may be written to: if the web server writes to it, and not to a middleware such as TLS.
    /// </summary>
    public static Socket? DirectOf(HttpContext context) =>
        context.Features.Get<IConnectionTransportFeature>()?.Transport.GetType().Assembly == typeof(SocketTransportOptions).Assembly
            ? Of(context)
            : null;

    private static bool IsAlone(string protocol) => HttpProtocol.IsHttp11(protocol) || HttpProtocol.IsHttp10(protocol);
}
