namespace VideoStream.Transports;

/// <summary>How logs and the status name a request's connection.</summary>
internal static class ConnectionInfoExtensions
{
    /// <summary>The client's address and port. A connection without them is over a unix socket.</summary>
    public static string RemoteEndPoint(this HttpContext context) => context.Connection.RemoteIpAddress is { } address
        ? $"{address}:{context.Connection.RemotePort}"
        : "unix socket";
}
