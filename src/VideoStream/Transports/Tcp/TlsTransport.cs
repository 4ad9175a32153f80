using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace VideoStream.Transports.Tcp;

/// <summary>
/// The pipes below the TLS of a connection. TLS writes a record at a time, and waits until it is sent. Here a record goes to the socket at
/// once: the web server's own pipe copies it into buffers of 4 KiB and hands these to another thread, six times what encryption costs
/// (bench/HISTORY.md). So TLS can also be written to by a thread that must not wait.
/// </summary>
internal sealed class TlsTransport : PipeWriter, IDuplexPipe
{
    private static readonly FlushResult Lost = new(isCanceled: false, isCompleted: true);

    private readonly PipeWriter _server;
    private readonly Socket _socket;
    private readonly NonBlockingSocket _now;
    private volatile bool _isGone;

    private TlsTransport(IDuplexPipe server, Socket socket) =>
        (Input, _server, _socket, _now) = (server.Input, server.Output, socket, new(socket));

    public PipeReader Input { get; }

    public PipeWriter Output => this;

    /// <summary>Whether a write has failed.</summary>
    public bool IsGone => _isGone;

    public override bool CanGetUnflushedBytes => _server.CanGetUnflushedBytes;

    public override long UnflushedBytes => _server.UnflushedBytes;

    /// <summary>Connection middleware. Must be before TLS.</summary>
    public static ConnectionDelegate Use(ConnectionDelegate next) => connection =>
    {
        if (connection.Features.Get<IConnectionSocketFeature>()?.Socket is { ProtocolType: ProtocolType.Tcp } socket)
        {
            var transport = new TlsTransport(connection.Transport, socket);
            connection.Features.Set(transport);
            connection.Transport = transport;
        }

        return next(connection);
    };

    /// <summary>
    /// Sends what the kernel takes at once, and then the rest. A record that has begun can't be cancelled: nothing could follow it. As in
    /// the web server's pipe, a connection that is gone is no failure: its reader reports it.
    /// </summary>
    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_isGone)
            return new(Lost);
        try
        {
            int sent = _now.TrySend(source.Span);
            return sent == source.Length ? default : FinishAsync(source[sent..]);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            _isGone = true;
            return new(Lost);
        }
    }

    // Only a middleware between this and TLS writes in this way. What it flushes has left the pipe when the flush has ended.
    public override Memory<byte> GetMemory(int sizeHint = 0) => _server.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => _server.GetSpan(sizeHint);

    public override void Advance(int bytes) => _server.Advance(bytes);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
        _server.FlushAsync(cancellationToken);

    public override void CancelPendingFlush() => _server.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => _server.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => _server.CompleteAsync(exception);

    private async ValueTask<FlushResult> FinishAsync(ReadOnlyMemory<byte> rest)
    {
        try
        {
            while (rest.Length > 0)
                rest = rest[await _socket.SendAsync(rest, SocketFlags.None)..];
            return default;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            _isGone = true;
            return Lost;
        }
    }
}
