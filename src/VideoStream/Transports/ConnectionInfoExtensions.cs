using System.Net;
using VideoStream.Viewers;

namespace VideoStream.Transports;

/// <summary>Who is at the other end of a request's connection.</summary>
internal static class ConnectionInfoExtensions
{
    /// <summary>
    /// The client's address and port. A connection without them is over a unix socket. A proxy that reports the client's address may
    /// leave out the port.
    /// </summary>
    public static string RemoteEndPoint(this HttpContext context) => context.Connection switch
    {
        { RemoteIpAddress: null } => "unix socket",
        { RemotePort: 0 } connection => $"{connection.RemoteIpAddress}",
        var connection => $"{connection.RemoteIpAddress}:{connection.RemotePort}",
    };

    /// <summary>The page that sent a request; null if it gave no name.</summary>
    public static ViewerPage? PageOf(this HttpContext context, StreamRequest request) => request.Page is { } id
        ? new ViewerPage(id, context.ClientAddress())
        : null;

    /// <summary>What counts as the client's address in limits; null over a unix socket.</summary>
    public static IPAddress? ClientAddress(this HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address ? Access.ClientAddress.Of(address) : null;
}
