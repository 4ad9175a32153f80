using System.Buffers.Binary;
using VideoStream.Load.Connections;

namespace VideoStream.Load.Streams;

/// <summary>The header of a WebSocket frame from the server (RFC 6455, section 5.2).</summary>
/// <param name="IsFinal">Whether its message ends with it.</param>
/// <param name="Opcode">What it is.</param>
/// <param name="Length">Bytes of payload.</param>
internal readonly record struct FrameHeader(bool IsFinal, Opcode Opcode, long Length)
{
    private const int MinSize = 2, Length16 = 126, Length64 = 127;
    private const byte FinalBit = 0x80, ReservedBits = 0x70, OpcodeBits = 0x0F, MaskBit = 0x80;

    /// <summary>The longest payload of a frame that is neither text nor binary.</summary>
    public const int MaxControlLength = 125;

    /// <summary>Reads the next header.</summary>
    /// <exception cref="InvalidDataException">The server may not send such a frame.</exception>
    public static async ValueTask<FrameHeader> ReadAsync(ByteWindow window)
    {
        await window.EnsureAsync(MinSize);
        int size = SizeOf(window.Unread[1]);
        await window.EnsureAsync(size);
        FrameHeader header = Parse(window.Unread);
        window.Consume(size);
        return header;
    }

    private static int SizeOf(byte second) => second switch
    {
        Length16 => MinSize + sizeof(ushort),
        Length64 => MinSize + sizeof(ulong),
        _ => MinSize,
    };

    private static FrameHeader Parse(ReadOnlySpan<byte> bytes)
    {
        long length = bytes[1] switch
        {
            Length16 => BinaryPrimitives.ReadUInt16BigEndian(bytes[MinSize..]),
            Length64 => BinaryPrimitives.ReadInt64BigEndian(bytes[MinSize..]),
            _ => bytes[1],
        };
        var header = new FrameHeader((bytes[0] & FinalBit) != 0, (Opcode)(bytes[0] & OpcodeBits), length);
        bool isControl = header.Opcode >= Opcode.Close;
        if ((bytes[0] & ReservedBits) != 0 || (bytes[1] & MaskBit) != 0 || !Enum.IsDefined(header.Opcode) || length < 0
            || (isControl && (!header.IsFinal || length > MaxControlLength)))
            throw new InvalidDataException($"a frame began with {bytes[0]:x2} {bytes[1]:x2}");
        return header;
    }
}
