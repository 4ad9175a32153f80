using System.Buffers.Binary;
using System.Buffers.Text;

namespace VideoStream.Load.Streams;

/// <summary>What VideoStream writes into each JPEG's comment: <c>seq=…&amp;captured_us=…&amp;camera=…</c>.</summary>
/// <param name="Number">The picture's number.</param>
/// <param name="CapturedUs">When it was captured: Unix time in microseconds.</param>
internal readonly record struct PictureStamp(long Number, long CapturedUs)
{
    /// <summary>The comment lies within so many of a JPEG's first bytes.</summary>
    public const int HeadBytes = 512;

    private const byte Comment = 0xFE, StartOfScan = 0xDA;

    /// <summary>
    /// Walks the segments of a JPEG's head (ITU-T T.81, annex B) to its last such comment. Who passes a camera's own JPEG on puts a comment before
    /// those that it has: the last one is from whoever captured the picture.
    /// </summary>
    /// <exception cref="InvalidDataException">It is no JPEG.</exception>
    public static PictureStamp? Find(ReadOnlySpan<byte> head)
    {
        if (head is not [0xFF, 0xD8, ..])
            throw new InvalidDataException("a picture is no JPEG");
        head = head[2..];
        PictureStamp? last = null;
        while (head is [0xFF, var marker, _, _, ..] && marker != StartOfScan)
        {
            int length = 2 + BinaryPrimitives.ReadUInt16BigEndian(head[2..]);
            if (length > head.Length)
                return last;
            if (marker == Comment && Parse(head[4..length]) is { } stamp)
                last = stamp;
            head = head[length..];
        }

        return last;
    }

    private static PictureStamp? Parse(ReadOnlySpan<byte> comment) =>
        TryRead(comment, "seq="u8, out long number) && TryRead(comment, "captured_us="u8, out long capturedUs)
            ? new(number, capturedUs)
            : null;

    private static bool TryRead(ReadOnlySpan<byte> comment, ReadOnlySpan<byte> name, out long value)
    {
        int at = comment.IndexOf(name);
        value = 0;
        return at >= 0 && Utf8Parser.TryParse(comment[(at + name.Length)..], out value, out _);
    }
}
