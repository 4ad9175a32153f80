using System.Buffers.Text;

namespace VideoStream.Load.Streams;

/// <summary>VideoStream's comment in a JPEG: <c>seq=…&amp;captured_us=…&amp;camera=…</c>.</summary>
/// <param name="Number">Number of the frame.</param>
/// <param name="CapturedUs">Capture time: Unix time in microseconds.</param>
internal readonly record struct FrameStamp(long Number, long CapturedUs)
{
    /// <summary>Parses a comment; null if it is not VideoStream's.</summary>
    public static FrameStamp? Parse(ReadOnlySpan<byte> comment) =>
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
