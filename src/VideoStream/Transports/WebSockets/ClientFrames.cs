using System.Buffers.Binary;

namespace VideoStream.Transports.WebSockets;

/// <summary>
/// Follows the frames that a client sends (RFC 6455, section 5.2), however they are cut, to see those that the WebSocket handles by itself:
/// control frames. Frames that break the protocol are left to the WebSocket, which ends the connection.
/// </summary>
internal sealed class ClientFrames
{
    private const int MaxHeader = 14, MaxControl = 125, MaskLength = 4;

    private readonly byte[] _header = new byte[MaxHeader];
    private readonly byte[] _content = new byte[MaxControl];
    private int _headerLength;
    private int _contentLength;
    private ulong _left;

    /// <summary>The content of the last control frame.</summary>
    public ReadOnlySpan<byte> Content => _content.AsSpan(0, _contentLength);

    /// <summary>Whether the last control frame is a pong.</summary>
    public bool IsPong => Opcode == 0xA;

    private int Opcode => _header[0] & 0x0F;

    private bool IsControl => (_header[0] & 0x08) != 0;

    private bool IsMasked => (_header[1] & 0x80) != 0;

    private int LengthCode => _header[1] & 0x7F;

    private int ExtendedLength => LengthCode switch { 126 => 2, 127 => 8, _ => 0 };

    /// <summary>Reads on to the end of the next control frame.</summary>
    /// <param name="bytes">What was received. The bytes that were read are removed from it.</param>
    /// <returns>False if the bytes end before.</returns>
    public bool TryReadControl(ref ReadOnlySpan<byte> bytes)
    {
        while (TryReadHeader(ref bytes))
        {
            int taken = (int)Math.Min(_left, (ulong)bytes.Length);
            if (IsControl)
                Copy(bytes[..taken]);
            bytes = bytes[taken..];
            _left -= (ulong)taken;
            if (_left > 0)
                return false;
            _headerLength = 0;
            if (IsControl)
                return true;
        }

        return false;
    }

    /// <summary>Reads the rest of the header, if that is where the bytes before ended.</summary>
    private bool TryReadHeader(ref ReadOnlySpan<byte> bytes)
    {
        if (_headerLength > 0 && _headerLength == HeaderLength())
            return true;
        while (_headerLength < HeaderLength())
        {
            if (bytes.IsEmpty)
                return false;
            _header[_headerLength++] = bytes[0];
            bytes = bytes[1..];
        }

        (_left, _contentLength) = (PayloadLength(), 0);
        return true;
    }

    private int HeaderLength() => _headerLength < 2 ? 2 : 2 + ExtendedLength + (IsMasked ? MaskLength : 0);

    private ulong PayloadLength() => ExtendedLength switch
    {
        2 => BinaryPrimitives.ReadUInt16BigEndian(_header.AsSpan(2)),
        8 => BinaryPrimitives.ReadUInt64BigEndian(_header.AsSpan(2)),
        _ => (ulong)LengthCode,
    };

    /// <summary>Copies content, unmasked. What is longer than a control frame may be is cut.</summary>
    private void Copy(ReadOnlySpan<byte> content)
    {
        ReadOnlySpan<byte> mask = _header.AsSpan(2 + ExtendedLength, MaskLength);
        foreach (byte value in content)
        {
            if (_contentLength == MaxControl)
                return;
            _content[_contentLength] = IsMasked ? (byte)(value ^ mask[_contentLength % MaskLength]) : value;
            _contentLength++;
        }
    }
}
