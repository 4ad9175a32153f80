namespace VideoStream.Frames.Jpeg;

/// <summary>Second bytes of the markers of ITU-T T.81, table B.1. The first byte of each is <see cref="Prefix"/>.</summary>
internal static class JpegMarkers
{
    public const byte Prefix = 0xFF, Stuffed = 0x00;
    public const byte Baseline = 0xC0, Extended = 0xC1, Progressive = 0xC2, DefineHuffmanTables = 0xC4;
    public const byte FirstRestart = 0xD0, LastRestart = 0xD7;
    public const byte StartOfImage = 0xD8, EndOfImage = 0xD9, StartOfScan = 0xDA, DefineRestartInterval = 0xDD;
    public const byte App1 = 0xE1, App14 = 0xEE;

    /// <summary>The colour transform in Adobe's APP14 segment that means YCbCr.</summary>
    public const byte AdobeYCbCr = 1;

    /// <summary>How a JPEG begins: the start marker, and the prefix of the next marker.</summary>
    public static ReadOnlySpan<byte> Start => [Prefix, StartOfImage, Prefix];

    /// <summary>How a JPEG ends.</summary>
    public static ReadOnlySpan<byte> End => [Prefix, EndOfImage];

    /// <summary>SOF0 to SOF15, without DHT, JPG and DAC, whose numbers lie between them.</summary>
    public static bool IsFrameHeader(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    /// <summary>The frames that are decoded: sequential and progressive, with Huffman or arithmetic coding.</summary>
    public static bool IsDecodable(byte frameHeader) => IsHuffmanCoded(frameHeader) || frameHeader is 0xC9 or 0xCA;

    /// <summary>The frames that every browser decodes: sequential and progressive ones with Huffman coding.</summary>
    public static bool IsHuffmanCoded(byte frameHeader) => frameHeader is Baseline or Extended or Progressive;

    /// <summary>Markers without a segment, which are not allowed between segments: stuffing, TEM and reserved, RST, SOI.</summary>
    public static bool IsMisplaced(byte marker) => marker is < 0xC0 or (>= FirstRestart and <= StartOfImage);

    public static bool IsRestart(byte marker) => marker is >= FirstRestart and <= LastRestart;
}
