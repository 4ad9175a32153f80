using System.Net.Sockets;
using System.Net.WebSockets;

namespace VideoStream.Sessions;

/// <summary>
/// The stream under a WebSocket, whose writes go straight to the connection's socket, and not through the web server's buffers, which cost
/// more than the kernel's own work. The WebSocket writes each of its frames (texts, pings, close) at once, and pictures come whole from
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

    /// <summary>Sends a whole frame from where it lies.</summary>
    /// <exception cref="IOException">The connection is gone.</exception>
    /// <exception cref="WebSocketException">The closing frame was sent before, behind which nothing may follow.</exception>
    public async ValueTask SendFrameAsync(ReadOnlyMemory<byte> frame)
    {
        await _writer.WaitAsync();
        try
        {
            if (_isClosed)
                throw new WebSocketException(WebSocketError.InvalidState, "The socket was closed");
            await SendAsync(frame, CancellationToken.None);
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

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            bytes = bytes[socket.SendAtOnce(bytes.Span)..];
            while (bytes.Length > 0)
                bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, cancellationToken)..];
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw new IOException("The connection is gone", e);
        }
    }
}
