using System.Net;
using System.Net.Sockets;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>A port of loopback that nothing listens on, for a program that can't choose one by itself.</summary>
internal static class FreePort
{
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
