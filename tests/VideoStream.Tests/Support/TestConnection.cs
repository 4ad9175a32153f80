using System.Net;
using VideoStream.Access;
using VideoStream.Adaptation;
using VideoStream.Transports.Tcp;
using VideoStream.Viewers;

namespace VideoStream.Tests.Support;

/// <summary>A viewer's connection that the test stands in for.</summary>
internal static class TestConnection
{
    public static ViewerConnection Of(
        ILinkProbe? probe = null,
        ViewerTransport transport = ViewerTransport.WebSocket,
        bool givesReceipts = false,
        bool writesDirectly = false,
        Action? abort = null,
        ViewerPage? page = null,
        AccessGrant? grant = null,
        IPAddress? address = null) =>
        new(transport, "somewhere", probe ?? new TcpInfo(null), givesReceipts, writesDirectly, abort ?? (() => { }), page)
        {
            Address = address,
            Grant = grant ?? AccessGrant.Open,
        };
}
