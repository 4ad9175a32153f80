using System.Net.Sockets;
using System.Net.WebSockets;
using VideoStream.Transports.Tcp;

namespace VideoStream.Transports.WebSockets;

/// <summary>
/// A stream under a WebSocket whose writes go straight to the connection's socket: the web server's buffers cost more than the kernel's
/// own work. There are two writers. The WebSocket writes each text, ping and close frame with one call. The viewer's sender writes whole
/// binary messages from the buffer that all viewers share. Only one of them writes at a time, so messages do not mix.
/// </summary>
/// <param name="upgraded">The web server's stream. It is read from, and never written to.</param>
/// <param name="socket">The connection's socket, with nothing such as TLS between it and the stream.</param>
internal sealed class DirectStream(Stream upgraded, Socket socket) : ClientStream(upgraded)
{
    private const byte FinalClose = 0x88;

    private readonly SemaphoreSlim _writer = new(1, 1);
    private bool _isClosed;

    /// <summary>Sends what the kernel takes at once of a message. <see cref="FinishFrameAsync"/> must send the rest.</summary>
    /// <returns>The bytes that were taken; 0 while the WebSocket writes.</returns>
    /// <exception cref="IOException">The connection is gone.</exception>
    /// <exception cref="WebSocketException">The close frame was sent. Nothing may follow it.</exception>
    public int TrySendFrame(ReadOnlyMemory<byte> frame)
    {
        if (!_writer.Wait(0, CancellationToken.None))
            return 0;
        int sent = 0;
        try
        {
            ThrowIfClosed();
            sent = TrySend(frame);
        }
        finally
        {
            // Else the WebSocket could write into the middle of the message.
            if (sent == 0 || sent == frame.Length)
                _writer.Release();
        }

        return sent;
    }

    /// <summary>Sends the rest of a message.</summary>
    /// <param name="frame">The whole message.</param>
    /// <param name="sent">The bytes that <see cref="TrySendFrame"/> has sent.</param>
    /// <exception cref="IOException">The connection is gone.</exception>
    /// <exception cref="WebSocketException">The close frame was sent. Nothing may follow it.</exception>
    public async ValueTask FinishFrameAsync(ReadOnlyMemory<byte> frame, int sent)
    {
        if (sent == 0)
            await _writer.WaitAsync();
        try
        {
            ThrowIfClosed();
            await SendAsync(frame[sent..], CancellationToken.None);
        }
        finally
        {
            _writer.Release();
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await _writer.WaitAsync(cancellationToken);
        try
        {
            _isClosed |= buffer.Span is [FinalClose, ..];
            await SendAsync(buffer, cancellationToken);
        }
        finally
        {
            _writer.Release();
        }
    }

    /// <summary>Writes are not buffered.</summary>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        // The semaphore is not disposed: a ping may be waiting for it.
        _isClosed = true;
        base.Dispose(disposing);
    }

    private void ThrowIfClosed()
    {
        if (_isClosed)
            throw new WebSocketException(WebSocketError.InvalidState, "The socket was closed");
    }

    private int TrySend(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return socket.TrySend(bytes.Span);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw Gone(e);
        }
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        bytes = bytes[TrySend(bytes)..];
        try
        {
            while (bytes.Length > 0)
                bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, cancellationToken)..];
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw Gone(e);
        }
    }

    private static IOException Gone(Exception e) => new("The connection is gone", e);
}
