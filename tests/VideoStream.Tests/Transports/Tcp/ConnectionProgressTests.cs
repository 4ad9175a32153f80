using System.Net;
using System.Net.Sockets;
using VideoStream.Tests.Support;
using VideoStream.Transports.Tcp;

namespace VideoStream.Tests.Transports.Tcp;

public sealed class ConnectionProgressTests
{
    [Fact]
    public void Advanced_without_a_socket_can_not_tell()
    {
        Assert.False(new ConnectionProgress(new TcpInfo(null)).Advanced());
    }

    [Fact]
    public async Task Advanced_says_whether_the_other_side_took_anything_since()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, TestContext.Current.CancellationToken);
        using Socket socket = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
        var progress = new ConnectionProgress(new TcpInfo(socket));
        // What the connection's beginning counts for.
        progress.Advanced();
        Assert.False(progress.Advanced());

        await socket.SendAsync(new byte[1000], TestContext.Current.CancellationToken);
        await client.GetStream().ReadExactlyAsync(new byte[1000], TestContext.Current.CancellationToken);
        Limit.Until(progress.Advanced);

        Assert.False(progress.Advanced());
    }

    [Fact]
    public void Advanced_on_a_socket_that_is_gone_says_no()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Dispose();
        Assert.False(new ConnectionProgress(new TcpInfo(socket)).Advanced());
    }
}
