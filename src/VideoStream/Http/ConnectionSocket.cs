using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;

namespace VideoStream.Http;

/// <summary>Finds the socket under a request.</summary>
internal static class ConnectionSocket
{
    /// <summary>The request's own connection; null if it is none of TCP.</summary>
    public static Socket? Of(HttpContext context) =>
        context.Features.Get<IConnectionSocketFeature>()?.Socket is { ProtocolType: ProtocolType.Tcp } socket ? socket : null;
}
