using System.Runtime.CompilerServices;

namespace VideoStream.Transports.WebSockets;

/// <summary>
/// The stream under a WebSocket. What is received passes <see cref="Limits"/> first, and a ping can be sent behind a frame: both are things
/// that a WebSocket does not let its user do.
/// </summary>
/// <param name="upgraded">The web server's stream.</param>
internal class ClientStream(Stream upgraded) : Stream
{
    private const byte FinalBinary = 0x82;

    private readonly byte[] _ping = new byte[ReceiptPing.Length];
    private bool _isPingDue;
    private bool _isFlooded;

    /// <summary>Limits what is received; null before the viewer is served. Set before the first read.</summary>
    public ReceiveLimits? Limits { get; set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Sends a ping behind the next binary message. For the thread that sends the message.</summary>
    /// <param name="number">The number of the frame in the message.</param>
    public void PingAfterNext(long number)
    {
        ReceiptPing.Write(number, _ping);
        _isPingDue = true;
    }

    /// <summary>Sends a ping. For the thread that sends the messages, between two of them.</summary>
    /// <param name="number">The number that the answer will have.</param>
    public ValueTask PingAsync(long number)
    {
        ReceiptPing.Write(number, _ping);
        return WriteAsync(_ping, CancellationToken.None);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            int read = await upgraded.ReadAsync(buffer, cancellationToken);
            if (read == 0 || Limits is null)
                return read;
            // The rest of a flood is read and dropped. Unread bytes would make the kernel reset the connection, and lose the close frame.
            _isFlooded = _isFlooded || !Limits.TryAdmit(buffer.Span[..read]);
            if (!_isFlooded)
                return read;
            await Limits.PauseAsync();
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // The WebSocket writes each frame with one call.
        bool isFollowed = _isPingDue && buffer.Span is [FinalBinary, ..];
        await upgraded.WriteAsync(buffer, cancellationToken);
        if (!isFollowed)
            return;
        _isPingDue = false;
        await upgraded.WriteAsync(_ping, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => upgraded.FlushAsync(cancellationToken);

    public override void Flush() => upgraded.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            upgraded.Dispose();
        base.Dispose(disposing);
    }
}
