using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Unicode;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using VideoStream.Frames;
using VideoStream.Transports.Tcp;
using VideoStream.Viewers;

namespace VideoStream.Transports.Mjpeg;

/// <summary>
/// Sends a viewer's frames as the parts of a <c>multipart/x-mixed-replace</c> response. The web server begins and ends the response. The
/// parts go past it, from the buffer that all viewers share, unless it speaks HTTP/2. In a chunked response (HTTP/1.1, RFC 9112) a part is
/// a chunk.
/// <para>
/// The boundary is sent right after each frame, because a browser shows a frame when it sees the next boundary.
/// </para>
/// </summary>
internal sealed class MjpegSink(HttpContext context) : IFrameSink
{
    public const string ContentType = "multipart/x-mixed-replace";

    private const string Boundary = "videostream";

    /// <summary>Maximum bytes of a chunk's size with its line end. It is written after the head, in front of it.</summary>
    private const int SizeRoom = 10;

    private static readonly byte[] First = System.Text.Encoding.ASCII.GetBytes($"--{Boundary}\r\n");
    private static readonly byte[] Next = System.Text.Encoding.ASCII.GetBytes($"\r\n--{Boundary}\r\n");
    private static readonly byte[] NextOfChunk = [.. Next, .. "\r\n"u8];

    private readonly byte[] _head = new byte[128];
    private readonly ArraySegment<byte>[] _part = new ArraySegment<byte>[3];
    private DirectWriter? _writer;
    private bool _isChunked;

    /// <summary>
    /// Begins the response. Its head has been sent when this returns, because <see cref="SocketTransportOptions.MaxWriteBufferSize"/> is 1.
    /// So what is written past the web server afterwards cannot overtake it.
    /// </summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        HttpResponse response = context.Response;
        SetHeaders(response);
        await response.Body.WriteAsync(First, cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
        _writer = ConnectionSocket.WriterOf(context);
        _isChunked = response.Headers.TransferEncoding == "chunked";
    }

    /// <summary>Sets the headers of the response.</summary>
    public static void SetHeaders(HttpResponse response)
    {
        response.ContentType = $"{ContentType}; boundary={Boundary}";
        response.Headers.CacheControl = "no-store";
        // nginx would collect frames that the client has no room for, and deliver them when they are old.
        response.Headers["X-Accel-Buffering"] = "no";
    }

    /// <inheritdoc/>
    public void Prefetch(int ahead)
    {
        if (ahead < 3)
        {
            if (ahead == 1)
                _writer?.Prefetch();
            return;
        }

        CachePrefetch.Of(_writer);
        CachePrefetch.Of(_head, lines: 3);
        CachePrefetch.Of(_part);
    }

    public bool TrySend(EncodedFrame frame, bool asksReceipt)
    {
        if (_writer is null)
            return false;
        Fill(frame.Bytes);
        return _writer.TrySend(_part) == SendProgress.Whole;
    }

    public ValueTask FinishAsync(EncodedFrame frame) =>
        _writer is null ? new(WriteThroughServerAsync(frame.Bytes)) : _writer.FinishAsync();

    private async Task WriteThroughServerAsync(ReadOnlyMemory<byte> jpeg)
    {
        Stream body = context.Response.Body;
        await body.WriteAsync(_head.AsMemory(0, WriteHead(_head, jpeg.Length)));
        await body.WriteAsync(jpeg);
        await body.WriteAsync(Next);
        await body.FlushAsync();
    }

    private void Fill(ReadOnlyMemory<byte> jpeg)
    {
        int head = WriteHead(_head.AsSpan(SizeRoom), jpeg.Length);
        int size = _isChunked ? WriteSize(head + jpeg.Length + Next.Length) : 0;
        MemoryMarshal.TryGetArray(jpeg, out _part[1]);
        _part[0] = new(_head, SizeRoom - size, size + head);
        _part[2] = _isChunked ? NextOfChunk : Next;
    }

    private static int WriteHead(Span<byte> to, int jpeg)
    {
        Utf8.TryWrite(to, CultureInfo.InvariantCulture, $"Content-Type: image/jpeg\r\nContent-Length: {jpeg}\r\n\r\n", out int written);
        return written;
    }

    /// <summary>Writes a chunk's size in front of the head.</summary>
    private int WriteSize(int bytes)
    {
        Span<byte> size = stackalloc byte[SizeRoom];
        Utf8.TryWrite(size, CultureInfo.InvariantCulture, $"{bytes:X}\r\n", out int written);
        size[..written].CopyTo(_head.AsSpan(SizeRoom - written));
        return written;
    }
}
