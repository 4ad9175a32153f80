using System.Net;

namespace VideoStream.Transports;

/// <summary>A request as its connection brought it, before what a proxy reports.</summary>
/// <param name="Host">Its host.</param>
/// <param name="Address">The address at the other end of the connection; null over a unix socket.</param>
internal sealed record ReceivedFrom(HostString Host, IPAddress? Address)
{
    /// <summary>
    /// Whether a browser of this machine may be at the other end. A page that it shows can write forwarded headers, like a proxy.
    /// </summary>
    public bool MayBeBrowser =>
        Address is not null && IPAddress.IsLoopback(Address.IsIPv4MappedToIPv6 ? Address.MapToIPv4() : Address);

    /// <summary>Whether a trusted proxy has reported something about the request.</summary>
    public bool IsForwarded(HttpContext context) =>
        !Equals(Address, context.Connection.RemoteIpAddress) || Host != context.Request.Host;
}
