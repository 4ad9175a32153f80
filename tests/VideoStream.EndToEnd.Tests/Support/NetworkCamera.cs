using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>A server on loopback whose connections are handled by the test.</summary>
internal sealed class NetworkCamera : IDisposable
{
    private readonly Func<NetworkStream, CancellationToken, Task> _serve;
    private readonly ConcurrentDictionary<TcpClient, byte> _open = new();
    private readonly CancellationTokenSource _end = new();
    private TcpListener _listener;
    private int _accepted;

    /// <summary>Starts listening on a free port.</summary>
    /// <param name="serve">Handles a connection. The connection is closed when it returns or throws.</param>
    public NetworkCamera(Func<NetworkStream, CancellationToken, Task> serve)
    {
        _serve = serve;
        _listener = Listen(0);
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
    }

    public int Port { get; }

    /// <summary>Number of connections so far.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Number of connections that are open on this side.</summary>
    public int Open => _open.Count;

    public string Url(string path = "/video", string user = "", string scheme = "http") => $"{scheme}://{user}127.0.0.1:{Port}{path}";

    /// <summary>Closes all connections, and continues to listen.</summary>
    public void Drop()
    {
        foreach (var (client, _) in _open)
            client.Dispose();
    }

    /// <summary>Closes all connections, and stops listening.</summary>
    public void Vanish()
    {
        _listener.Dispose();
        Drop();
    }

    /// <summary>Listens again, on the same port.</summary>
    public void Return() => _listener = Listen(Port);

    public void Dispose()
    {
        _end.Cancel();
        Vanish();
        _end.Dispose();
    }

    private TcpListener Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port) { ExclusiveAddressUse = false };
        listener.Start();
        _ = AcceptAsync(listener);
        return listener;
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        CancellationToken end = _end.Token;
        while (true)
        {
            try
            {
                TcpClient client = await listener.AcceptTcpClientAsync(end);
                client.NoDelay = true;
                Interlocked.Increment(ref _accepted);
                _open[client] = 0;
                _ = ServeAsync(client, end);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken end)
    {
        try
        {
            await _serve(client.GetStream(), end);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or InvalidOperationException)
        {
            // The service has disconnected, or the test has ended.
        }
        finally
        {
            _open.TryRemove(client, out _);
            client.Dispose();
        }
    }
}
