using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Unicode;
using VideoStream.Load.Connections;
using VideoStream.Load.Options;

namespace VideoStream.Load.Streams;

/// <summary>Pictures over a WebSocket: each binary message is one.</summary>
internal sealed class WebSocketStream(LoadOptions options, Socket socket, PictureIntake pictures) : IPictureStream
{
    private readonly FrameSender _sender = new(socket);
    private bool _isPicture;
    private long _length;
    private long _pictures;

    public string Request { get; } =
        $"GET {options.Target} HTTP/1.1\r\nHost: {options.Url.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + $"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {Convert.ToBase64String(Guid.NewGuid().ToByteArray())}\r\n"
        + (options.OfferV1 ? "Sec-WebSocket-Protocol: videostream.v1\r\n\r\n" : "\r\n");

    public int AcceptedStatus => 101;

    public async Task<string> ReadAsync(ByteWindow window, bool isChunked)
    {
        while (true)
        {
            FrameHeader frame = await FrameHeader.ReadAsync(window);
            if (frame.Opcode == Opcode.Close)
                return await ReadCloseAsync(window, frame);
            if (frame.Opcode is Opcode.Ping or Opcode.Pong)
                await ReadControlAsync(window, frame);
            else
                await ReadDataAsync(window, frame);
        }
    }

    public bool TryLeave()
    {
        Span<byte> normal = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(normal, 1000);
        _sender.Send(Opcode.Close, normal);
        return true;
    }

    /// <summary>Says <c>ping</c>, which the server answers with a text.</summary>
    public void Ping() => _sender.Send(Opcode.Text, """{"type":"ping","t":1}"""u8);

    private async ValueTask ReadDataAsync(ByteWindow window, FrameHeader frame)
    {
        if (frame.Opcode != Opcode.Continuation)
        {
            (_isPicture, _length) = (frame.Opcode == Opcode.Binary, 0);
            if (_isPicture)
                await pictures.BeginAsync(window, frame.Length);
        }

        await window.DropAsync(frame.Length);
        _length += frame.Length;
        if (!frame.IsFinal)
            return;
        if (!_isPicture)
            pictures.Text();
        else if (pictures.Complete(_length) is { } stamp && options.AcknowledgeEvery > 0 && ++_pictures % options.AcknowledgeEvery == 0)
            Acknowledge(stamp.Number);
    }

    private void Acknowledge(long number)
    {
        Span<byte> text = stackalloc byte[64];
        Utf8.TryWrite(text, CultureInfo.InvariantCulture, $"{{\"type\":\"ack\",\"seq\":{number}}}", out int length);
        _sender.Send(Opcode.Text, text[..length]);
    }

    private async ValueTask ReadControlAsync(ByteWindow window, FrameHeader frame)
    {
        await window.EnsureAsync((int)frame.Length);
        if (frame.Opcode == Opcode.Ping)
            _sender.Send(Opcode.Pong, window.Unread[..(int)frame.Length]);
        window.Consume((int)frame.Length);
    }

    private async Task<string> ReadCloseAsync(ByteWindow window, FrameHeader frame)
    {
        await window.EnsureAsync((int)frame.Length);
        ReadOnlySpan<byte> payload = window.Unread[..(int)frame.Length];
        _sender.Send(Opcode.Close, payload);
        return payload.Length < 2
            ? "closed by the server"
            : $"closed by the server: {BinaryPrimitives.ReadUInt16BigEndian(payload)} {Encoding.UTF8.GetString(payload[2..])}";
    }
}
