using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using VideoStream.Frames;

namespace VideoStream.Transports.Tcp;

/// <summary>Finds the socket under a request, and what may write to it.</summary>
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

    /// <summary>Limits what the kernel queues for the connection of a request.</summary>
    public static void LimitUnsent(HttpContext context)
    {
        if (OfConnection(context) is { } socket)
            UnsentLimit.Apply(socket);
    }

    /// <summary>
    /// A writer for the connection of a request; null if the web server has to write: over HTTP/2, over a socket that is not TCP, or
    /// through a middleware other than TLS.
    /// </summary>
    public static DirectWriter? WriterOf(HttpContext context) =>
        DirectOf(context) is { } socket ? new SocketWriter(socket) : TlsWriterOf(context);

    private static TlsWriter? TlsWriterOf(HttpContext context) =>
        context.Features.Get<TlsTransport>() is { } transport
        && context.Features.Get<ISslStreamFeature>()?.SslStream is { } tls
        && context.Features.Get<IConnectionTransportFeature>()?.Transport.GetType().Assembly == typeof(KestrelServer).Assembly
        && Of(context) is not null
            ? new TlsWriter(tls, transport)
            : null;

    private static bool IsAlone(string protocol) => HttpProtocol.IsHttp11(protocol) || HttpProtocol.IsHttp10(protocol);
}
