using System.Buffers.Binary;

namespace VideoStream.Frames.H264;

/// <summary>
/// Reads FLV, in which an ffmpeg child sends its access units. It says the length of each before its bytes, so a unit is complete as
/// soon as its last byte is here. In a plain byte stream (annex B) it ends where the next one begins.
/// </summary>
/// <param name="stream">What is read. Reads block.</param>
internal sealed class FlvReader(Stream stream)
{
    private const int HeaderLength = 9, PreviousLength = 4, TagHeaderLength = 11, VideoHeaderLength = 5;

    private const byte VideoTag = 9, Avc = 7, Configuration = 0, Units = 1;

    private readonly byte[] _header = new byte[HeaderLength + PreviousLength];
    private byte[] _payload = new byte[32 * 1024];
    private bool _hasHeader;

    /// <summary>Waits for the next tag of H.264. Others are passed by.</summary>
    /// <param name="tag">The tag. Valid until the next call.</param>
    /// <returns>False at the end of the stream, also if that is in the middle of a tag.</returns>
    /// <exception cref="InvalidDataException">It is not FLV with H.264.</exception>
    public bool TryRead(out FlvTag tag)
    {
        tag = default;
        if (!_hasHeader && !TryReadHeader())
            return false;
        while (TryFill(_header.AsSpan(0, TagHeaderLength)))
        {
            byte type = _header[0];
            int length = ReadInt24(1), time = ReadInt24(4) | ((_header[7] & 0x7F) << 24);
            if (length > _payload.Length)
                _payload = new byte[Math.Max(length, 2 * _payload.Length)];
            if (!TryFill(_payload.AsSpan(0, length)) || !TryFill(_header.AsSpan(0, PreviousLength)))
                return false;
            if (type == VideoTag && TryParse(_payload.AsSpan(0, length), time, out tag))
                return true;
        }

        return false;
    }

    private bool TryReadHeader()
    {
        if (!TryFill(_header))
            return false;
        _hasHeader = true;
        return _header.AsSpan().StartsWith("FLV"u8) && BinaryPrimitives.ReadInt32BigEndian(_header.AsSpan(5)) == HeaderLength
            ? true
            : throw new InvalidDataException("the output of ffmpeg is not FLV");
    }

    private static bool TryParse(ReadOnlySpan<byte> tag, int time, out FlvTag parsed)
    {
        parsed = default;
        if (tag.Length < VideoHeaderLength || (tag[0] & 0x0F) != Avc)
            throw new InvalidDataException("the output of ffmpeg is not H.264");
        bool isConfiguration = tag[1] == Configuration;
        parsed = new FlvTag(isConfiguration, time, tag[VideoHeaderLength..]);
        // Others mark the end. A configuration without a byte comes from one that has no parameter sets before its first picture.
        return (isConfiguration || tag[1] == Units) && !parsed.Payload.IsEmpty;
    }

    private int ReadInt24(int at) => (_header[at] << 16) | BinaryPrimitives.ReadUInt16BigEndian(_header.AsSpan(at + 1));

    private bool TryFill(Span<byte> bytes) => stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length;
}
