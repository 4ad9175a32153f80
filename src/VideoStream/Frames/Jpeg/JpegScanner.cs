using System.Buffers.Binary;
using static VideoStream.Frames.Jpeg.JpegMarkers;

namespace VideoStream.Frames.Jpeg;

/// <summary>
/// Scans a JPEG while it arrives, without decoding it: finds its size, its end, and damage. Follows ITU-T T.81, annex B: segments with
/// their lengths up to the frame data, then data in which a marker is a 0xFF without a 0x00 behind it.
/// </summary>
internal struct JpegScanner
{
    private int _at;
    private bool _inData;
    private int _scans;
    private JpegFrameHeader _header;
    private byte? _adobeTransform;

    /// <summary>The frame's size, once the frame header was scanned.</summary>
    public readonly PictureSize Size => _header.Size;

    /// <inheritdoc cref="JpegFrameHeader.Unit"/>
    public readonly PictureSize Unit => _header.Unit;

    /// <summary>
    /// Whether all browsers show the JPEG, and in the same colours. Some guess with CMYK, and with RGB; some decode no arithmetic coding.
    /// </summary>
    public readonly bool IsShownAlike => _header.IsShownAlike && _adobeTransform is null or AdobeYCbCr;

    /// <summary>How the Exif data says that the frame must be turned.</summary>
    public Orientation Orientation { get; private set; }

    /// <summary>
    /// Whether the JPEG has Huffman tables, once it is complete. Progressive and arithmetic ones always have what they need.
    /// </summary>
    public bool HasHuffmanTables { get; private set; }

    /// <summary>Whether the frame data has begun.</summary>
    public readonly bool HasData => _scans > 0;

    /// <summary>The JPEG's length in bytes, once it is complete. In a damaged one, where the damage was found.</summary>
    public readonly int Length => _at;

    /// <summary>Which limit a damaged JPEG exceeds, or which kind of JPEG it is that nobody shows, in words; null if neither.</summary>
    public readonly string? Excess
    {
        get
        {
            if (_header.Excess is { } excess)
                return excess;
            int maxScans = JpegLimits.MaxScans(Size);
            return _scans > maxScans ? $"{Size} pixels in more than {maxScans} scans, which takes too long to decode" : null;
        }
    }

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
                result = HasData ? JpegScan.Complete : JpegScan.Damaged;
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
            if (marker != Stuffed && marker != Prefix && !IsRestart(marker))
            {
                _inData = false;
                return true;
            }

            // Any number of prefixes may come before a marker.
            _at += marker == Prefix ? 1 : 2;
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
        if (length < 2 || (IsFrameHeader(marker) && !TryReadFrameHeader(marker, jpeg[(_at + 4)..end])))
            return false;
        HasHuffmanTables |= marker == DefineHuffmanTables || (IsFrameHeader(marker) && marker is not (Baseline or Extended));
        if (marker == App1 && !HasData && Orientation.IsAsCaptured)
            Orientation = ExifOrientation.Read(jpeg[(_at + 4)..end]);
        if (marker == App14 && !HasData)
            _adobeTransform ??= ReadAdobeTransform(jpeg[(_at + 4)..end]);
        if (marker == StartOfScan)
        {
            if (Size == default || ++_scans > JpegLimits.MaxScans(Size))
                return false;
            _inData = true;
        }

        _at = end;
        return true;
    }

    /// <summary>Reads the frame header, of which there is one.</summary>
    private bool TryReadFrameHeader(byte marker, ReadOnlySpan<byte> segment) =>
        _header.Size == default && JpegFrameHeader.TryRead(marker, segment, out _header) && _header.Excess is null;

    /// <summary>Which colours an APP14 segment of Adobe says that the components are; null if it is none.</summary>
    private static byte? ReadAdobeTransform(ReadOnlySpan<byte> segment) =>
        segment.Length >= 12 && segment.StartsWith("Adobe"u8) ? segment[11] : null;
}
