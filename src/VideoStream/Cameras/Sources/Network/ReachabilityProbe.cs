using System.Net.Sockets;

namespace VideoStream.Cameras.Sources.Network;

/// <summary>
/// Checks whether a camera accepts connections, and keeps the connection that showed it for the reader. A server that accepts only one
/// connection, such as <c>ffmpeg -listen 1</c>, would have spent it on the question.
/// </summary>
/// <param name="connector">Connects to the camera.</param>
/// <param name="host">The name or address of the host.</param>
/// <param name="port">The port.</param>
/// <param name="time">The clock.</param>
internal sealed class ReachabilityProbe(StaggeredConnector connector, string host, int port, TimeProvider time) : IDisposable
{
    /// <summary>How long an unused connection is kept. An idle one may be the only one that a camera has.</summary>
    public static readonly TimeSpan KeepTime = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private Socket? _socket;
    private ITimer? _expiry;

    /// <summary>Whether the camera accepts connections. Does not connect while a connection is kept.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<bool> IsReachableAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_socket is not null && IsOpen(_socket))
                return true;
        }

        ConnectResult result = await connector.ConnectAsync(host, port, ConnectTimeout, cancellationToken);
        if (result.IsConnected)
            Keep(result.Socket);
        return result.IsConnected;
    }

    /// <summary>Detaches the connection that is kept. The caller disposes it.</summary>
    /// <returns>Null if there is none, or if the camera has closed it.</returns>
    public Socket? DetachConnection()
    {
        lock (_gate)
        {
            Socket? socket = _socket;
            _socket = null;
            _expiry?.Dispose();
            _expiry = null;
            if (socket is null || IsOpen(socket))
                return socket;
            socket.Dispose();
            return null;
        }
    }

    public void Dispose() => DetachConnection()?.Dispose();

    private void Keep(Socket socket)
    {
        lock (_gate)
        {
            _socket?.Dispose();
            _expiry?.Dispose();
            _socket = socket;
            _expiry = time.CreateTimer(_ => Expire(socket), null, KeepTime, Timeout.InfiniteTimeSpan);
        }
    }

    private void Expire(Socket socket)
    {
        lock (_gate)
        {
            if (_socket != socket)
                return;
            _socket = null;
            socket.Dispose();
        }
    }

    private static bool IsOpen(Socket socket)
    {
        try
        {
            // A camera says nothing before it is asked, so readable means closed.
            return !socket.Poll(0, SelectMode.SelectRead);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }
}
