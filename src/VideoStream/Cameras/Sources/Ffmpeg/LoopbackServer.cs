using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>
/// Listens on a free port of 127.0.0.1 for one process. Every process of the machine can connect to such a port, so each connection's owner
/// is checked, and a connection of any other process is closed without a byte.
/// </summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly Func<NetworkStream, CancellationToken, Task> _serve;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, byte> _open = new();
    private readonly CancellationTokenSource _end = new();

    /// <summary>Starts to listen. Connections wait until <see cref="Start"/> is called.</summary>
    /// <param name="serve">Serves a connection, which is closed when it returns or throws.</param>
    public LoopbackServer(Func<NetworkStream, CancellationToken, Task> serve)
    {
        _serve = serve;
        _listener.Start();
        EndPoint = (IPEndPoint)_listener.LocalEndpoint;
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>Ends when the server is disposed.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <summary>Serves the connections of a process.</summary>
    public void Start(int process) => Ended = AcceptAsync(process);

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        foreach (var (socket, _) in _open)
            socket.Dispose();
        // The token is still read by connections that are about to end.
    }

    private async Task AcceptAsync(int process)
    {
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptSocketAsync(_end.Token);
                if (SocketOwner.IsOwnedBy(process, (IPEndPoint)socket.RemoteEndPoint!, EndPoint))
                    _ = ServeAsync(socket);
                else
                    socket.Dispose();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The server is disposed.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        _open[socket] = 0;
        try
        {
            socket.NoDelay = true;
            using var stream = new NetworkStream(socket, ownsSocket: true);
            await _serve(stream, _end.Token);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The camera or ffmpeg closed the connection, or the server is disposed.
        }
        finally
        {
            _open.TryRemove(socket, out _);
            socket.Dispose();
        }
    }
}
