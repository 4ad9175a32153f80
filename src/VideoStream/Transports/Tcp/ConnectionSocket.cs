using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace VideoStream.Transports.Tcp;

/// <summary>Finds the socket under a request.</summary>
internal static class ConnectionSocket
{
    /// <summary>The request's own connection; null if it is none of TCP.</summary>
    public static Socket? Of(HttpContext context) =>
        context.Features.Get<IConnectionSocketFeature>()?.Socket is { ProtocolType: ProtocolType.Tcp } socket ? socket : null;

    /// <summary>
    /// The same, if it may be written to: what the web server itself writes to is the socket's transport, and no middleware's (such as TLS).
    /// </summary>
    public static Socket? DirectOf(HttpContext context) =>
        context.Features.Get<IConnectionTransportFeature>()?.Transport.GetType().Assembly == typeof(SocketTransportOptions).Assembly ? Of(context) : null;
}
