using System.Net;
using System.Net.Sockets;
using VideoStream.Cameras.Sources.Network;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources.Network;

/// <summary>Real connects on loopback, to an address that answers nothing: the queue of its listener is full.</summary>
public sealed class SocketConnectTests : IDisposable
{
    private static readonly IPAddress Dead = IPAddress.Parse("127.0.0.2");

    private readonly TcpListener _good;
    private readonly Socket _full;
    private readonly List<Socket> _queued = [];

    public SocketConnectTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "other systems refuse what does not fit into the queue, and have no 127.0.0.2");
        (_good, _full) = ListenOnOnePort();
        FillQueue();
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private int Port => ((IPEndPoint)_good.LocalEndpoint).Port;

    [Fact]
    public async Task A_name_with_a_dead_address_first_is_connected_by_the_other()
    {
        var connector = new StaggeredConnector(
            TimeProvider.System, (_, _) => Task.FromResult<IPAddress[]>([Dead, IPAddress.Loopback]), SocketConnect.RunAsync);
        ConnectResult result = await Limit.Within(connector.ConnectAsync("camera", Port, Cancelled));
        Assert.True(result.IsConnected);
        using Socket socket = result.Socket;
        Assert.Equal(_good.LocalEndpoint, socket.RemoteEndPoint);
        Assert.True(socket.Blocking);
    }

    [Fact]
    public async Task A_connect_that_hangs_ends_when_it_is_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        Task<Socket> connecting = SocketConnect.RunAsync(new IPEndPoint(Dead, Port), cancel.Token);
        Assert.False(connecting.IsCompleted);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<SocketException>(() => Limit.Within(connecting));
    }

    public void Dispose()
    {
        _queued.ForEach(socket => socket.Dispose());
        _full.Dispose();
        _good.Dispose();
    }

    /// <summary>Listens at both addresses. Another program may have the port of the first one at the second.</summary>
    private static (TcpListener Good, Socket Full) ListenOnOnePort()
    {
        for (int tries = 1; ; tries++)
        {
            var good = new TcpListener(IPAddress.Loopback, 0);
            var full = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                good.Start();
                full.Bind(new IPEndPoint(Dead, ((IPEndPoint)good.LocalEndpoint).Port));
                full.Listen(0);
                return (good, full);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse && tries < 100)
            {
                good.Dispose();
                full.Dispose();
            }
        }
    }

    /// <summary>Connects until no connect is answered at once any more.</summary>
    private void FillQueue()
    {
        for (int i = 0; i < 8; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
            _queued.Add(socket);
            try
            {
                socket.Connect(new IPEndPoint(Dead, Port));
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock)
            {
                // Not answered yet, and for most of them never.
            }
        }
    }
}
