using System.Buffers.Binary;

namespace VideoStream.Cameras.Sources.Rtsp;

/// <summary>
/// Reads a connection: packets (RFC 2326, 10.12), and messages between them. One read of the connection gets as many packets as have
/// arrived, and a packet is not copied.
/// </summary>
internal sealed class RtspReceiver(Stream stream)
{
    /// <summary>Maximum length of the head of a message in bytes.</summary>
    public const int MaxHead = 64 * 1024;

    /// <summary>Maximum length of the body of a message in bytes.</summary>
    public const int MaxBody = 256 * 1024;

    private const byte Dollar = (byte)'$';

    // The byte, a channel, a length in two bytes.
    private const int PacketHeader = 4;

    private const int SmallestBuffer = 80 * 1024, SmallestRead = 16 * 1024;

    private byte[] _bytes = new byte[SmallestBuffer];
    private int _start, _end;

    /// <summary>The item and its length, from the start.</summary>
    private RtspItem _item;

    private int _length;
    private bool _isUnread;

    /// <summary>The channel of the packet.</summary>
    public byte Channel => _bytes[_start + 1];

    /// <summary>The packet. Valid until the next call of <see cref="Next"/>.</summary>
    public ReadOnlySpan<byte> Packet => _bytes.AsSpan(_start, _length)[PacketHeader..];

    /// <summary>The last message.</summary>
    public RtspMessage Message { get; private set; } = new(0, "", []);

    /// <summary>Blocks until a packet or a message is complete.</summary>
    /// <exception cref="IOException">The connection failed.</exception>
    public RtspItem Next()
    {
        if (!_isUnread)
        {
            _start += _length;
            _length = 0;
            _item = Read();
        }

        _isUnread = false;
        return _item;
    }

    /// <summary>Makes the next call return the same again.</summary>
    public void Unread() => _isUnread = true;

    private RtspItem Read()
    {
        // Some cameras send an empty line after a message.
        do
        {
            if (!Receive(1))
                return RtspItem.Ended;
        }
        while (_bytes[_start] is (byte)'\r' or (byte)'\n' && ++_start > 0);

        if (_bytes[_start] != Dollar)
            return ReadMessage();
        if (!Receive(PacketHeader))
            return RtspItem.Cut;
        int length = PacketHeader + BinaryPrimitives.ReadUInt16BigEndian(_bytes.AsSpan(_start + 2));
        if (!Receive(length))
            return RtspItem.Cut;
        _length = length;
        return RtspItem.Packet;
    }

    private RtspItem ReadMessage()
    {
        if (!char.IsAsciiLetter((char)_bytes[_start]))
            return RtspItem.NotRtsp;
        int head = 0;
        while (head == 0)
        {
            int searched = _end - _start;
            head = FindEndOfHead(_bytes.AsSpan(_start, searched));
            if (head > MaxHead || (head == 0 && searched >= MaxHead))
                return RtspItem.TooLong;
            if (head == 0 && !Receive(searched + 1))
                return RtspItem.Cut;
        }

        if (!RtspHeadParser.TryParse(_bytes.AsSpan(_start, head), out RtspMessage? message))
            return RtspItem.NotRtsp;
        if (message.BodyLength > MaxBody)
            return RtspItem.BodyTooLong;
        if (!Receive(head + message.BodyLength))
            return RtspItem.Cut;
        _length = head + message.BodyLength;
        Message = message with { Body = System.Text.Encoding.UTF8.GetString(_bytes.AsSpan(_start + head, message.BodyLength)) };
        return RtspItem.Message;
    }

    /// <summary>The length of a head with the empty line at its end; 0 if the line is not here yet.</summary>
    private static int FindEndOfHead(ReadOnlySpan<byte> bytes)
    {
        int length = 0;
        while (bytes[length..].IndexOf((byte)'\n') is >= 0 and int line)
        {
            bool isEmpty = bytes.Slice(length, line).TrimEnd((byte)'\r').IsEmpty;
            length += line + 1;
            if (isEmpty)
                return length;
        }

        return 0;
    }

    /// <summary>Blocks until this many bytes are here, from the start.</summary>
    /// <returns>False if the connection has ended before.</returns>
    private bool Receive(int length)
    {
        while (_end - _start < length)
        {
            if (_start + length > _bytes.Length || _bytes.Length - _end < SmallestRead)
                MakeRoom(length);
            int read = stream.Read(_bytes, _end, _bytes.Length - _end);
            if (read == 0)
                return false;
            _end += read;
        }

        return true;
    }

    private void MakeRoom(int length)
    {
        bool isFull = length > _bytes.Length - SmallestRead;
        byte[] room = isFull ? new byte[Math.Max(length + SmallestRead, Math.Min(2 * _bytes.Length, MaxHead + MaxBody))] : _bytes;
        _bytes.AsSpan(_start.._end).CopyTo(room);
        (_bytes, _start, _end) = (room, 0, _end - _start);
    }
}
