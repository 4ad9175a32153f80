using System.Buffers.Binary;

namespace VideoStream.Load.Streams;

/// <summary>What the beginning of a JPEG tells of it.</summary>
/// <param name="Stamp">VideoStream's comment; null if there is none.</param>
/// <param name="Width">Pixels; 0 if the frame header lies further behind.</param>
/// <param name="Height">Pixels; 0 if the frame header lies further behind.</param>
/// <param name="Quality">
/// 1 to 100, reckoned back from the first quantization table as libjpeg makes it from a quality; 0 if it lies further behind. Of a camera's own
/// JPEG it is as good as the camera's tables are libjpeg's.
/// </param>
internal readonly record struct PictureHead(PictureStamp? Stamp, int Width, int Height, int Quality)
{
    /// <summary>All this lies within so many of a JPEG's first bytes.</summary>
    public const int Bytes = 512;

    private const byte Comment = 0xFE, QuantizationTable = 0xDB, Baseline = 0xC0, Progressive = 0xC2, StartOfScan = 0xDA;

    // The sum of the table for brightness in ITU-T T.81, annex K.1, which libjpeg scales.
    private const double StandardSum = 3688;

    /// <summary>
    /// Walks the segments (ITU-T T.81, annex B). Of several comments of VideoStream's the last one counts: who passes a camera's own JPEG on puts
    /// one before those that it has, and the last one is from whoever captured the picture.
    /// </summary>
    /// <exception cref="InvalidDataException">It is no JPEG.</exception>
    public static PictureHead Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes is not [0xFF, 0xD8, ..])
            throw new InvalidDataException("a picture is no JPEG");
        bytes = bytes[2..];
        var head = new PictureHead();
        while (bytes is [0xFF, var marker, _, _, ..] && marker != StartOfScan)
        {
            int length = 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
            if (length > bytes.Length)
                break;
            ReadOnlySpan<byte> content = bytes[4..length];
            head = marker switch
            {
                Comment => head with { Stamp = PictureStamp.Parse(content) ?? head.Stamp },
                QuantizationTable when head.Quality == 0 => head with { Quality = QualityOf(content) },
                Baseline or Progressive when content.Length >= 5 => head with
                {
                    Height = BinaryPrimitives.ReadUInt16BigEndian(content[1..]),
                    Width = BinaryPrimitives.ReadUInt16BigEndian(content[3..]),
                },
                _ => head,
            };
            bytes = bytes[length..];
        }

        return head;
    }

    private static int QualityOf(ReadOnlySpan<byte> table)
    {
        const int coefficients = 64;
        // Those of 16 bits begin with another number, and belong to no quality.
        if (table.Length <= coefficients || table[0] != 0)
            return 0;
        double sum = 0;
        foreach (byte coefficient in table.Slice(1, coefficients))
            sum += coefficient;
        double percent = 100 * sum / StandardSum;
        return Math.Clamp((int)Math.Round(percent <= 100 ? (200 - percent) / 2 : 5000 / percent), 1, 100);
    }
}
