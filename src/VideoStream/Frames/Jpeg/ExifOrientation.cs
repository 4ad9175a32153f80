using System.Buffers.Binary;

namespace VideoStream.Frames.Jpeg;

/// <summary>
/// The orientation in a JPEG's Exif data (JEITA CP-3451, tag 274). Browsers and most programs turn a picture as it says. Phones and action
/// cameras write it instead of turning the pixels.
/// </summary>
internal static class ExifOrientation
{
    private const int EntryLength = 12;
    private const ushort Tag = 274, ShortType = 3;

    private static ReadOnlySpan<byte> Signature => "Exif\0\0"u8;

    /// <summary>Reads the orientation from an APP1 segment.</summary>
    /// <param name="segment">The segment without marker and length.</param>
    /// <returns>How the frame must be turned; as captured if the segment does not say, or says what is not defined.</returns>
    public static Orientation Read(ReadOnlySpan<byte> segment)
    {
        if (!segment.StartsWith(Signature))
            return default;
        ReadOnlySpan<byte> tiff = segment[Signature.Length..];
        bool isLittleEndian = tiff.StartsWith("II"u8);
        if (tiff.Length < 8 || (!isLittleEndian && !tiff.StartsWith("MM"u8)))
            return default;
        uint directory =
            isLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (directory > tiff.Length - 2)
            return default;
        int count = Number(tiff[(int)directory..], isLittleEndian);
        ReadOnlySpan<byte> entries = tiff[((int)directory + 2)..];
        for (; count > 0 && entries.Length >= EntryLength; count--, entries = entries[EntryLength..])
        {
            if (Number(entries, isLittleEndian) == Tag)
                return Number(entries[2..], isLittleEndian) == ShortType ? Of(Number(entries[8..], isLittleEndian)) : default;
        }

        return default;
    }

    /// <summary>How a frame of an orientation of 1 to 8 must be turned.</summary>
    private static Orientation Of(int value) => value switch
    {
        2 => new(0, true, false),
        3 => new(180, false, false),
        4 => new(0, false, true),
        5 => new(90, true, false),
        6 => new(90, false, false),
        7 => new(270, true, false),
        8 => new(270, false, false),
        _ => default,
    };

    private static int Number(ReadOnlySpan<byte> bytes, bool isLittleEndian) =>
        isLittleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
