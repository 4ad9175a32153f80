using System.Buffers.Text;

namespace VideoStream.Load.Streams;

/// <summary>What VideoStream writes into each JPEG's comment: <c>seq=…&amp;captured_us=…&amp;camera=…</c>.</summary>
/// <param name="Number">The picture's number.</param>
/// <param name="CapturedUs">When it was captured: Unix time in microseconds.</param>
internal readonly record struct PictureStamp(long Number, long CapturedUs)
{
    /// <summary>Reads a comment; null if it is another's.</summary>
    public static PictureStamp? Parse(ReadOnlySpan<byte> comment) =>
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
