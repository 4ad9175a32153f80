using System.Buffers.Binary;

namespace VideoStream.Transports.WebSockets;

/// <summary>
/// A ping behind a frame. Every client's library answers it with the same content (RFC 6455, section 5.5.3) when it has read that far, so
/// the answer is a receipt of the frame. The content is the frame's number. Its length differs from that of the pings that .NET sends.
/// </summary>
internal static class ReceiptPing
{
    /// <summary>The bytes of the ping.</summary>
    public const int Length = HeaderLength + NumberLength;

    private const int HeaderLength = 2, NumberLength = 6;

    private const byte FinalPing = 0x89;

    /// <summary>Writes the ping of a frame.</summary>
    /// <returns>The bytes that were written: <see cref="Length"/>.</returns>
    public static int Write(long number, Span<byte> room)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        (room[0], room[1]) = (FinalPing, NumberLength);
        bytes[^NumberLength..].CopyTo(room[HeaderLength..]);
        return Length;
    }

    /// <summary>Reads the frame's number from the content of a pong.</summary>
    /// <returns>False if it does not answer such a ping.</returns>
    public static bool TryRead(ReadOnlySpan<byte> content, out long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        bytes.Clear();
        bool isNumber = content.Length == NumberLength;
        if (isNumber)
            content.CopyTo(bytes[^NumberLength..]);
        number = BinaryPrimitives.ReadInt64BigEndian(bytes);
        return isNumber;
    }
}
