using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Unicode;
using VideoStream.Load.Connections;
using VideoStream.Load.Options;

namespace VideoStream.Load.Streams;

/// <summary>Frames over a WebSocket: each binary message is one frame.</summary>
internal sealed class WebSocketStream(LoadOptions options, Socket socket, FrameReceiver frames) : IFrameStream
{
    private readonly WebSocketWriter _writer = new(socket);
    private bool _isBinary;
    private long _length;
    private long _count;

    public string Request { get; } =
        $"GET {options.Target} HTTP/1.1\r\nHost: {options.Url.Authority}\r\n{options.Authorization}"
        + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        + $"Sec-WebSocket-Key: {Convert.ToBase64String(Guid.NewGuid().ToByteArray())}\r\n"
        + (options.OfferV1 ? "Sec-WebSocket-Protocol: videostream.v1\r\n\r\n" : "\r\n");

    public int AcceptedStatus => 101;

    public async Task<string> ReadAsync(ByteWindow window, bool isChunked)
    {
        while (true)
        {
            WebSocketHeader header = await WebSocketHeader.ReadAsync(window);
            if (header.Opcode == Opcode.Close)
                return await ReadCloseAsync(window, header);
            if (header.Opcode is Opcode.Ping or Opcode.Pong)
                await ReadControlAsync(window, header);
            else
                await ReadDataAsync(window, header);
        }
    }

    public bool TryLeave()
    {
        Span<byte> normal = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(normal, 1000);
        _writer.Send(Opcode.Close, normal);
        return true;
    }

    /// <summary>Sends <c>ping</c>, which the server answers with a text.</summary>
    public void Ping() => _writer.Send(Opcode.Text, """{"type":"ping","t":1}"""u8);

    private async ValueTask ReadDataAsync(ByteWindow window, WebSocketHeader header)
    {
        if (header.Opcode != Opcode.Continuation)
        {
            (_isBinary, _length) = (header.Opcode == Opcode.Binary, 0);
            if (_isBinary)
                await frames.BeginAsync(window, header.Length);
        }

        await window.DropAsync(header.Length);
        _length += header.Length;
        if (!header.IsFinal)
            return;
        if (!_isBinary)
        {
            frames.AddText();
            return;
        }

        FrameStamp? stamp = frames.Complete(_length);
        await frames.WorkAsync();
        if (stamp is not null && options.AcknowledgeEvery > 0 && ++_count % options.AcknowledgeEvery == 0)
            Acknowledge(stamp.Value.Number);
    }

    private void Acknowledge(long number)
    {
        Span<byte> text = stackalloc byte[64];
        Utf8.TryWrite(text, CultureInfo.InvariantCulture, $"{{\"type\":\"ack\",\"seq\":{number}}}", out int length);
        _writer.Send(Opcode.Text, text[..length]);
    }

    private async ValueTask ReadControlAsync(ByteWindow window, WebSocketHeader header)
    {
        await window.EnsureAsync((int)header.Length);
        if (header.Opcode == Opcode.Ping)
            _writer.Send(Opcode.Pong, window.Unread[..(int)header.Length]);
        window.Consume((int)header.Length);
    }

    private async Task<string> ReadCloseAsync(ByteWindow window, WebSocketHeader header)
    {
        await window.EnsureAsync((int)header.Length);
        ReadOnlySpan<byte> payload = window.Unread[..(int)header.Length];
        _writer.Send(Opcode.Close, payload);
        return payload.Length < 2
            ? "closed by the server"
            : $"closed by the server: {BinaryPrimitives.ReadUInt16BigEndian(payload)} {Encoding.UTF8.GetString(payload[2..])}";
    }
}
