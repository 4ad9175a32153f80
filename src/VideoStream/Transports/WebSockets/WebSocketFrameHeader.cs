using System.Buffers.Binary;

namespace VideoStream.Transports.WebSockets;

/// <summary>The header of a WebSocket frame with a whole binary message, unmasked as servers send it (RFC 6455, section 5.2).</summary>
internal static class WebSocketFrameHeader
{
    /// <summary>Maximum bytes of a header.</summary>
    public const int MaxLength = 10;

    private const byte FinalBinary = 0x82, LengthIn2Bytes = 126, LengthIn8Bytes = 127;

    /// <summary>Writes a header.</summary>
    /// <param name="length">The message's bytes.</param>
    /// <param name="room">At least <see cref="MaxLength"/> bytes.</param>
    /// <returns>The bytes that were written.</returns>
    public static int Write(int length, Span<byte> room)
    {
        room[0] = FinalBinary;
        if (length < LengthIn2Bytes)
        {
            room[1] = (byte)length;
            return 2;
        }

        if (length <= ushort.MaxValue)
        {
            room[1] = LengthIn2Bytes;
            BinaryPrimitives.WriteUInt16BigEndian(room[2..], (ushort)length);
            return 4;
        }

        room[1] = LengthIn8Bytes;
        BinaryPrimitives.WriteInt64BigEndian(room[2..], length);
        return MaxLength;
    }
}
