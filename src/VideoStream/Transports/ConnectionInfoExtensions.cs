using VideoStream.Transports.Connections;
using VideoStream.Viewers;

namespace VideoStream.Transports;

/// <summary>Who is at the other end of a request's connection.</summary>
internal static class ConnectionInfoExtensions
{
    /// <summary>The client's address and port. A connection without them is over a unix socket.</summary>
    public static string RemoteEndPoint(this HttpContext context) => context.Connection.RemoteIpAddress is { } address
        ? $"{address}:{context.Connection.RemotePort}"
        : "unix socket";

    /// <summary>The page that sent a request; null if it gave no name.</summary>
    public static ViewerPage? PageOf(this HttpContext context, StreamRequest request) => request.Page is { } id
        ? new ViewerPage(id, context.Connection.RemoteIpAddress is { } address ? HandshakeLimit.AddressOf(address) : null)
        : null;
}
