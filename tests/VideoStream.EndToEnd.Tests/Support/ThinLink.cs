using System.Net;
using System.Net.Sockets;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>
/// A link on loopback that carries so many bytes a second one way. What does not fit waits at the end that sends it.
/// </summary>
internal sealed class ThinLink : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly int _port;
    private readonly bool _isUplink;

    /// <param name="port">Where it leads to, on loopback.</param>
    /// <param name="isUplink">Whether it is thin for what the one that connects sends, instead of for what that one gets.</param>
    public ThinLink(int port, bool isUplink = false)
    {
        (_port, _isUplink) = (port, isUplink);
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
            (TcpClient sender, TcpClient receiver) = _isUplink ? (near, far) : (far, near);
            // What waits is to wait at the sender, as before a slow link.
            sender.ReceiveBufferSize = 8 * 1024;
            receiver.SendBufferSize = 8 * 1024;
            await far.ConnectAsync(IPAddress.Loopback, _port, end);
            (NetworkStream from, NetworkStream to) = (sender.GetStream(), receiver.GetStream());
            await Task.WhenAny(to.CopyToAsync(from, end), SlowAsync(from, to, end));
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
            await PassAsync(length, end);
        }
    }

    /// <summary>Waits as long as so many bytes take. In short steps: the link may become faster meanwhile.</summary>
    private async Task PassAsync(double bytes, CancellationToken end)
    {
        do
        {
            int rate = BytesPerSecond;
            double seconds = Math.Min(bytes / rate, Interval.TotalSeconds);
            await Task.Delay(TimeSpan.FromSeconds(seconds), end);
            bytes -= rate * seconds;
        }
        while (bytes > 1);
    }
}
