using System.Buffers.Binary;
using VideoStream.Configuration;

namespace VideoStream.Frames.Jpeg;

/// <summary>
/// Walks over a JPEG while it arrives, to find its size and its end and to see damage, without decoding it. Follows ITU-T T.81, annex B:
/// segments with their lengths up to the frame data, then data in which a marker is a 0xFF that no 0x00 follows.
/// </summary>
internal struct JpegScanner
{
    private const byte Prefix = 0xFF, Stuffed = 0x00, StartOfImage = 0xD8, EndOfImage = 0xD9, StartOfScan = 0xDA;
    private const byte DefineHuffmanTables = 0xC4, Baseline = 0xC0, Extended = 0xC1;

    private int _at;
    private bool _inData;
    private bool _sawData;

    /// <summary>The frame's size, once its frame header was seen.</summary>
    public PictureSize Size { get; private set; }

    /// <summary>Whether it has Huffman tables of its own, once it is complete. Progressive and arithmetic frames always have what they need.</summary>
    public bool HasHuffmanTables { get; private set; }

    /// <summary>How many bytes the frame has, once it is complete; what follows them isn't part of it.</summary>
    public readonly int Length => _at;

    /// <summary>Goes on where the last call ended.</summary>
    /// <param name="jpeg">All bytes of the frame that are there, from its first.</param>
    public JpegScan Advance(ReadOnlySpan<byte> jpeg)
    {
        if (_at == 0)
        {
            if (jpeg.Length < 2)
                return jpeg is [] or [Prefix] ? JpegScan.Incomplete : JpegScan.Damaged;
            if (jpeg[0] != Prefix || jpeg[1] != StartOfImage)
                return JpegScan.Damaged;
            _at = 2;
        }

        while (true)
        {
            if (_inData && !TrySkipData(jpeg))
                return JpegScan.Incomplete;
            if (_at + 2 > jpeg.Length)
                return JpegScan.Incomplete;
            byte marker = jpeg[_at + 1];
            if (jpeg[_at] != Prefix || IsMisplaced(marker))
                return JpegScan.Damaged;
            if (marker == Prefix)
            {
                _at++;
                continue;
            }

            if (marker == EndOfImage)
            {
                _at += 2;
                return _sawData ? JpegScan.Complete : JpegScan.Damaged;
            }

            if (ReadSegment(jpeg, marker) is { } end)
                return end;
        }
    }

    /// <summary>Goes to the next marker in the frame data that isn't part of it.</summary>
    private bool TrySkipData(ReadOnlySpan<byte> jpeg)
    {
        while (true)
        {
            int next = jpeg[_at..].IndexOf(Prefix);
            _at = next < 0 ? jpeg.Length : _at + next;
            if (_at + 1 >= jpeg.Length)
                return false;
            byte marker = jpeg[_at + 1];
            if (marker != Stuffed && marker is not (>= 0xD0 and <= 0xD7))
            {
                _inData = false;
                return true;
            }

            _at += 2;
        }
    }

    private JpegScan? ReadSegment(ReadOnlySpan<byte> jpeg, byte marker)
    {
        if (_at + 4 > jpeg.Length)
            return JpegScan.Incomplete;
        int length = BinaryPrimitives.ReadUInt16BigEndian(jpeg[(_at + 2)..]);
        if (length < 2)
            return JpegScan.Damaged;
        int end = _at + 2 + length;
        if (end > jpeg.Length)
            return JpegScan.Incomplete;
        if (IsFrameHeader(marker) && !TryReadSize(jpeg[(_at + 4)..end]))
            return JpegScan.Damaged;
        HasHuffmanTables |= marker == DefineHuffmanTables || (IsFrameHeader(marker) && marker is not (Baseline or Extended));
        if (marker == StartOfScan)
        {
            if (Size == default)
                return JpegScan.Damaged;
            _inData = _sawData = true;
        }

        _at = end;
        return null;
    }

    /// <summary>Reads precision, height and width. One without a height (it may follow the data) isn't something that cameras send.</summary>
    private bool TryReadSize(ReadOnlySpan<byte> header)
    {
        if (header.Length < 6 || Size != default)
            return false;
        Size = new PictureSize(BinaryPrimitives.ReadUInt16BigEndian(header[3..]), BinaryPrimitives.ReadUInt16BigEndian(header[1..]));
        return Size is { Width: > 0 and <= SizeLimits.MaxSide, Height: > 0 and <= SizeLimits.MaxSide };
    }

    /// <summary>SOF0 to SOF15; between them lie the numbers of DHT, JPG and DAC.</summary>
    private static bool IsFrameHeader(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    /// <summary>Those that have no segment, and must not stand between segments: stuffing, TEM and reserved, RST, SOI.</summary>
    private static bool IsMisplaced(byte marker) => marker is < 0xC0 or (>= 0xD0 and <= StartOfImage);
}
