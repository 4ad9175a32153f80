using System.Buffers.Binary;
using VideoStream.Configuration;

namespace VideoStream.Frames.Jpeg;

/// <summary>
/// Scans a JPEG while it arrives, without decoding it: finds its size, its end, and damage. Follows ITU-T T.81, annex B: segments with
/// their lengths up to the frame data, then data in which a marker is a 0xFF without a 0x00 behind it.
/// </summary>
internal struct JpegScanner
{
    private const byte Prefix = 0xFF, Stuffed = 0x00, StartOfImage = 0xD8, EndOfImage = 0xD9, StartOfScan = 0xDA;
    private const byte DefineHuffmanTables = 0xC4, Baseline = 0xC0, Extended = 0xC1;

    private int _at;
    private bool _inData;
    private bool _sawData;

    /// <summary>The frame's size, once the frame header was scanned.</summary>
    public PictureSize Size { get; private set; }

    /// <summary>
    /// Whether the JPEG has Huffman tables, once it is complete. Progressive and arithmetic ones always have what they need.
    /// </summary>
    public bool HasHuffmanTables { get; private set; }

    /// <summary>The JPEG's length in bytes, once it is complete.</summary>
    public readonly int Length => _at;

    /// <summary>Continues where the last call ended.</summary>
    /// <param name="jpeg">All bytes of the JPEG that have arrived, from the first.</param>
    public JpegScan Advance(ReadOnlySpan<byte> jpeg)
    {
        if (_at == 0 && !TryReadStart(jpeg, out JpegScan result))
            return result;
        while (TryReadNext(jpeg, out result))
        {
        }

        return result;
    }

    private bool TryReadStart(ReadOnlySpan<byte> jpeg, out JpegScan result)
    {
        result = jpeg is [] or [Prefix] ? JpegScan.Incomplete : JpegScan.Damaged;
        if (jpeg is not [Prefix, StartOfImage, ..])
            return false;
        _at = 2;
        return true;
    }

    /// <summary>Reads up to the end of the next segment.</summary>
    /// <returns>False if the scan ends here, with this result.</returns>
    private bool TryReadNext(ReadOnlySpan<byte> jpeg, out JpegScan result)
    {
        result = JpegScan.Incomplete;
        if ((_inData && !TrySkipData(jpeg)) || _at + 2 > jpeg.Length)
            return false;
        byte marker = jpeg[_at + 1];
        if (jpeg[_at] != Prefix || IsMisplaced(marker))
        {
            result = JpegScan.Damaged;
            return false;
        }

        switch (marker)
        {
            case Prefix:
                _at++;
                return true;
            case EndOfImage:
                _at += 2;
                result = _sawData ? JpegScan.Complete : JpegScan.Damaged;
                return false;
            default:
                return TryReadSegment(jpeg, marker, out result);
        }
    }

    /// <summary>Goes to the next marker that ends the frame data.</summary>
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

    private bool TryReadSegment(ReadOnlySpan<byte> jpeg, byte marker, out JpegScan result)
    {
        result = JpegScan.Incomplete;
        if (_at + 4 > jpeg.Length)
            return false;
        int length = BinaryPrimitives.ReadUInt16BigEndian(jpeg[(_at + 2)..]);
        int end = _at + 2 + length;
        if (length >= 2 && end > jpeg.Length)
            return false;
        result = JpegScan.Damaged;
        if (length < 2 || (IsFrameHeader(marker) && !TryReadSize(jpeg[(_at + 4)..end])))
            return false;
        HasHuffmanTables |= marker == DefineHuffmanTables || (IsFrameHeader(marker) && marker is not (Baseline or Extended));
        if (marker == StartOfScan)
        {
            if (Size == default)
                return false;
            _inData = _sawData = true;
        }

        _at = end;
        return true;
    }

    /// <summary>Reads precision, height and width. Cameras send no JPEGs whose height follows the data.</summary>
    private bool TryReadSize(ReadOnlySpan<byte> header)
    {
        if (header.Length < 6 || Size != default)
            return false;
        Size = new PictureSize(BinaryPrimitives.ReadUInt16BigEndian(header[3..]), BinaryPrimitives.ReadUInt16BigEndian(header[1..]));
        return Size is { Width: > 0 and <= SizeLimits.MaxSide, Height: > 0 and <= SizeLimits.MaxSide };
    }

    /// <summary>SOF0 to SOF15, without DHT, JPG and DAC, whose numbers lie between them.</summary>
    private static bool IsFrameHeader(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    /// <summary>Markers without a segment, which are not allowed between segments: stuffing, TEM and reserved, RST, SOI.</summary>
    private static bool IsMisplaced(byte marker) => marker is < 0xC0 or (>= 0xD0 and <= StartOfImage);
}
