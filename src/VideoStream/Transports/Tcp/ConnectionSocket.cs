using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace VideoStream.Transports.Tcp;

/// <summary>Finds the socket under a request.</summary>
internal static class ConnectionSocket
{
    /// <summary>The socket of the request's connection; null if it is not TCP.</summary>
    public static Socket? Of(HttpContext context) =>
        context.Features.Get<IConnectionSocketFeature>()?.Socket is { ProtocolType: ProtocolType.Tcp } socket ? socket : null;

    /// <summary>The same socket if it may be written to: if the web server writes to it, and not to a middleware such as TLS.</summary>
    public static Socket? DirectOf(HttpContext context) =>
        context.Features.Get<IConnectionTransportFeature>()?.Transport.GetType().Assembly == typeof(SocketTransportOptions).Assembly
            ? Of(context)
            : null;
}
