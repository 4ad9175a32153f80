using System.Buffers.Binary;
using OpenCvSharp;

namespace VideoStream.Frames.Jpeg;

/// <summary>
/// The Huffman tables that many cameras leave out of their motion JPEG, because every frame would have the same: those of ITU-T T.81,
/// annex K.3. A frame without any is no complete JPEG, and not every viewer knows what is missing.
/// </summary>
internal static class JpegHuffmanTables
{
    private const byte DefineHuffmanTables = 0xC4, StartOfScan = 0xDA;

    private static readonly Lazy<byte[]> Tables = new(FromEncoder);

    /// <summary>The DHT segments, markers included.</summary>
    public static byte[] Standard => Tables.Value;

    /// <summary>Those that OpenCV's encoder writes when it isn't asked to optimize them are the standard's.</summary>
    private static byte[] FromEncoder()
    {
        using var frame = new Mat(8, 8, MatType.CV_8UC3, Scalar.Black);
        Cv2.ImEncode(".jpg", frame, out byte[] jpeg);
        var tables = new List<byte>();
        for (int at = 2; jpeg[at + 1] != StartOfScan;)
        {
            int length = 2 + BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(at + 2));
            if (jpeg[at + 1] == DefineHuffmanTables)
                tables.AddRange(jpeg.AsSpan(at, length));
            at += length;
        }

        return [.. tables];
    }
}
