using System.Buffers.Binary;
using VideoStream.Load.Connections;

namespace VideoStream.Load.Streams;

/// <summary>The header of a WebSocket frame from the server (RFC 6455, section 5.2).</summary>
/// <param name="IsFinal">Whether it is the last frame of its message.</param>
/// <param name="Opcode">Type of the frame.</param>
/// <param name="Length">Bytes of payload.</param>
internal readonly record struct WebSocketHeader(bool IsFinal, Opcode Opcode, long Length)
{
    private const int MinSize = 2, Length16 = 126, Length64 = 127;
    private const byte FinalBit = 0x80, ReservedBits = 0x70, OpcodeBits = 0x0F, MaskBit = 0x80;

    /// <summary>Longest payload of a control frame, in bytes.</summary>
    public const int MaxControlLength = 125;

    /// <summary>Reads the next header.</summary>
    /// <exception cref="InvalidDataException">The frame breaks the protocol.</exception>
    public static async ValueTask<WebSocketHeader> ReadAsync(ByteWindow window)
    {
        await window.EnsureAsync(MinSize);
        int size = SizeOf(window.Unread[1]);
        await window.EnsureAsync(size);
        WebSocketHeader header = Parse(window.Unread);
        window.Consume(size);
        return header;
    }

    private static int SizeOf(byte second) => second switch
    {
        Length16 => MinSize + sizeof(ushort),
        Length64 => MinSize + sizeof(ulong),
        _ => MinSize,
    };

    private static WebSocketHeader Parse(ReadOnlySpan<byte> bytes)
    {
        long length = bytes[1] switch
        {
            Length16 => BinaryPrimitives.ReadUInt16BigEndian(bytes[MinSize..]),
            Length64 => BinaryPrimitives.ReadInt64BigEndian(bytes[MinSize..]),
            _ => bytes[1],
        };
        var header = new WebSocketHeader((bytes[0] & FinalBit) != 0, (Opcode)(bytes[0] & OpcodeBits), length);
        bool isControl = header.Opcode >= Opcode.Close;
        if ((bytes[0] & ReservedBits) != 0 || (bytes[1] & MaskBit) != 0 || !Enum.IsDefined(header.Opcode) || length < 0
            || (isControl && (!header.IsFinal || length > MaxControlLength)))
            throw new InvalidDataException($"invalid WebSocket frame header {bytes[0]:x2} {bytes[1]:x2}");
        return header;
    }
}
