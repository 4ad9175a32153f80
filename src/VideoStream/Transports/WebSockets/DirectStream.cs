using System.Net.Sockets;
using System.Net.WebSockets;
using VideoStream.Transports.Tcp;

namespace VideoStream.Transports.WebSockets;

/// <summary>
/// The stream under a WebSocket, whose writes go straight to the connection's socket, and not through the web server's buffers, which cost
/// more than the kernel's own work. The WebSocket writes each of its frames (texts, pings, close) at once, and frames come whole from
/// the buffer that all viewers share; one is let through at a time, so that none lands in another.
/// </summary>
/// <param name="upgraded">The web server's stream, which is read from. Nobody writes to it any more.</param>
/// <param name="socket">The connection's own socket, with nothing between it and the stream.</param>
internal sealed class DirectStream(Stream upgraded, Socket socket) : Stream
{
    private const byte FinalClose = 0x88;

    private readonly SemaphoreSlim _writer = new(1, 1);
    private bool _isClosed;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Sends what the kernel takes at once of a whole frame from where it lies. <see cref="FinishFrameAsync"/> has to send the rest.</summary>
    /// <returns>How many bytes were taken; none while something else is being written.</returns>
    /// <exception cref="IOException">The connection is gone.</exception>
    /// <exception cref="WebSocketException">The closing frame was sent before, behind which nothing may follow.</exception>
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
            // Nothing may be written into the middle of it.
            if (sent == 0 || sent == frame.Length)
                _writer.Release();
        }

        return sent;
    }

    /// <summary>Sends the rest of a frame.</summary>
    /// <param name="frame">The whole frame.</param>
    /// <param name="sent">How much of it <see cref="TrySendFrame"/> has sent.</param>
    /// <exception cref="IOException">The connection is gone.</exception>
    /// <exception cref="WebSocketException">The closing frame was sent before, behind which nothing may follow.</exception>
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

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        upgraded.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        upgraded.ReadAsync(buffer, offset, count, cancellationToken);

    /// <summary>Nothing is kept back.</summary>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _isClosed = true;
        // Not the semaphore, which holds nothing: a ping may be waiting for it.
        if (disposing)
            upgraded.Dispose();
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
