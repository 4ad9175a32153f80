using System.Buffers.Binary;

namespace VideoStream.Load.Streams;

/// <summary>Properties of a frame, from the first bytes of its JPEG.</summary>
/// <param name="Stamp">From VideoStream's comments; null if there is none in these bytes.</param>
/// <param name="Width">Pixels; 0 if the SOF segment comes later.</param>
/// <param name="Height">Pixels; 0 if the SOF segment comes later.</param>
/// <param name="Quality">
/// 1 to 100, computed from the first quantization table by the inverse of libjpeg's formula; 0 if the table comes later. For a camera's own
/// JPEG it is an estimate, because cameras can use other tables.
/// </param>
internal readonly record struct FrameHead(FrameStamp? Stamp, int Width, int Height, int Quality)
{
    /// <summary>Number of bytes that contain all this in VideoStream's JPEGs.</summary>
    public const int Bytes = 512;

    private const byte Comment = 0xFE, QuantizationTable = 0xDB, Baseline = 0xC0, Progressive = 0xC2, StartOfScan = 0xDA;

    // Sum of the luminance table in ITU-T T.81, annex K.1, which libjpeg scales.
    private const double StandardSum = 3688;

    /// <summary>
    /// Reads the segments (ITU-T T.81, annex B). A service that passes a JPEG through inserts its comment before the existing ones. So of
    /// several VideoStream comments the first one has the number, which rises whether frames are passed or not, and the last one has the
    /// time of the first capture.
    /// </summary>
    /// <exception cref="InvalidDataException">The bytes are not a JPEG.</exception>
    public static FrameHead Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes is not [0xFF, 0xD8, ..])
            throw new InvalidDataException("a frame is not a JPEG");
        bytes = bytes[2..];
        var head = new FrameHead();
        while (bytes is [0xFF, var marker, _, _, ..] && marker != StartOfScan)
        {
            int length = 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
            if (length > bytes.Length)
                break;
            ReadOnlySpan<byte> content = bytes[4..length];
            head = marker switch
            {
                Comment => head with { Stamp = Earlier(FrameStamp.Parse(content), head.Stamp) },
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

    private static FrameStamp? Earlier(FrameStamp? stamp, FrameStamp? later) =>
        stamp is { } earlier && later is { } known ? earlier with { Number = known.Number } : stamp ?? later;

    private static int QualityOf(ReadOnlySpan<byte> table)
    {
        const int coefficients = 64;
        // A table of 16-bit values does not begin with 0, and has no quality of libjpeg.
        if (table.Length <= coefficients || table[0] != 0)
            return 0;
        double sum = 0;
        foreach (byte coefficient in table.Slice(1, coefficients))
            sum += coefficient;
        double percent = 100 * sum / StandardSum;
        return Math.Clamp((int)Math.Round(percent <= 100 ? (200 - percent) / 2 : 5000 / percent), 1, 100);
    }
}
