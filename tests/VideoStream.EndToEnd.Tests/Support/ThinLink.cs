using System.Net;
using System.Net.Sockets;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>
/// A link on loopback that carries so many bytes a second to the one that connects. What does not fit waits at its other end.
/// </summary>
internal sealed class ThinLink : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly int _port;

    /// <param name="port">Where it leads to, on loopback.</param>
    public ThinLink(int port)
    {
        _port = port;
        _listener.Start();
        _ = Task.Run(AcceptAsync);
    }

    /// <summary>The port to connect to.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Bytes a second that it carries.</summary>
    public int BytesPerSecond { get; set; } = int.MaxValue;

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        CancellationToken end = _end.Token;
        while (!end.IsCancellationRequested)
            _ = CarryAsync(await _listener.AcceptTcpClientAsync(end), end);
    }

    private async Task CarryAsync(TcpClient near, CancellationToken end)
    {
        using (near)
        using (var far = new TcpClient())
        {
            // What waits is to wait at the sender, as before a slow link.
            far.ReceiveBufferSize = 8 * 1024;
            near.SendBufferSize = 8 * 1024;
            await far.ConnectAsync(IPAddress.Loopback, _port, end);
            await Task.WhenAny(near.GetStream().CopyToAsync(far.GetStream(), end), SlowAsync(far.GetStream(), near.GetStream(), end));
        }
    }

    private async Task SlowAsync(NetworkStream from, NetworkStream to, CancellationToken end)
    {
        byte[] buffer = new byte[64 * 1024];
        while (true)
        {
            int share = (int)Math.Min(buffer.Length, BytesPerSecond * Interval.TotalSeconds);
            int length = await from.ReadAsync(buffer.AsMemory(0, share), end);
            if (length == 0)
                return;
            await to.WriteAsync(buffer.AsMemory(0, length), end);
            await Task.Delay(TimeSpan.FromSeconds((double)length / BytesPerSecond), end);
        }
    }
}
