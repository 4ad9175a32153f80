using System.Buffers.Binary;
using OpenCvSharp;

namespace VideoStream.Frames.Jpeg;

/// <summary>
/// The Huffman tables of ITU-T T.81, annex K.3. Many cameras leave them out of motion JPEG, because every frame would have the same. Such a
/// frame is no complete JPEG, and not every viewer can add the tables.
/// </summary>
internal static class JpegHuffmanTables
{
    private const byte DefineHuffmanTables = 0xC4, StartOfScan = 0xDA;

    private static readonly Lazy<byte[]> Tables = new(FromEncoder);

    /// <summary>The DHT segments, markers included.</summary>
    public static byte[] Standard => Tables.Value;

    /// <summary>OpenCV's encoder writes the standard's tables, unless it is asked to optimize them.</summary>
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
