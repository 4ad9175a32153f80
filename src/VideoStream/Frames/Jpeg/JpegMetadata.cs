using System.Buffers.Binary;

namespace VideoStream.Frames.Jpeg;

/// <summary>
/// The COM segment in which every JPEG carries its <see cref="FrameMetadata"/>. Segments are those of ITU-T T.81, annex B: a marker of two
/// bytes, then a big-endian length that counts itself.
/// </summary>
internal static class JpegMetadata
{
    /// <summary>The longest segment, in bytes.</summary>
    public const int MaxLength = MarkerAndLength + FrameMetadata.MaxLength;

    private const int MarkerAndLength = 4;

    /// <summary>Writes the whole segment, marker included.</summary>
    /// <param name="metadata">The metadata.</param>
    /// <param name="to">At least <see cref="MaxLength"/> bytes.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Write(FrameMetadata metadata, Span<byte> to)
    {
        int text = metadata.Write(to[MarkerAndLength..]);
        (to[0], to[1]) = (0xFF, 0xFE);
        BinaryPrimitives.WriteUInt16BigEndian(to[2..], (ushort)(text + 2));
        return MarkerAndLength + text;
    }

    /// <summary>Finds a segment that <see cref="Write"/> has made, where it is inserted.</summary>
    /// <returns>Its position and length; a length of 0 if there is none.</returns>
    public static (int Position, int Length) Find(ReadOnlySpan<byte> jpeg)
    {
        int position = Position(jpeg);
        if (jpeg.Length < position + MarkerAndLength || jpeg[position] != 0xFF || jpeg[position + 1] != 0xFE)
            return (position, 0);
        int length = 2 + BinaryPrimitives.ReadUInt16BigEndian(jpeg[(position + 2)..]);
        return (position, length <= MaxLength && position + length <= jpeg.Length ? length : 0);
    }

    /// <summary>
    /// Where a segment is inserted into a JPEG: after the start marker, and after an APP0 (JFIF) segment, which has to be the first.
    /// </summary>
    public static int Position(ReadOnlySpan<byte> jpeg)
    {
        const int afterStart = 2;
        if (jpeg.Length < afterStart + MarkerAndLength || jpeg[afterStart] != 0xFF || jpeg[afterStart + 1] != 0xE0)
            return afterStart;
        int afterApp0 = afterStart + 2 + BinaryPrimitives.ReadUInt16BigEndian(jpeg[(afterStart + 2)..]);
        return afterApp0 <= jpeg.Length ? afterApp0 : afterStart;
    }
}
