using System.Buffers.Text;
using System.Globalization;
using System.Text.Unicode;

namespace VideoStream.Frames;

/// <summary>
/// The description inside each encoded frame, as text: <c>seq=…&amp;captured_us=…&amp;camera=…</c>. A placeholder's ends with
/// <c>&amp;live=0</c>.
/// </summary>
/// <param name="Number">The frame's number.</param>
/// <param name="CapturedAt">When the frame was captured.</param>
/// <param name="Camera">The camera's name: ASCII, at most 32 characters.</param>
/// <param name="Live">False for a placeholder.</param>
internal readonly record struct FrameMetadata(long Number, DateTimeOffset CapturedAt, string Camera, bool Live)
{
    /// <summary>The longest text, in bytes.</summary>
    public const int MaxLength = 128;

    /// <summary>Finds the time of capture in a message that has the text form in it.</summary>
    public static bool TryReadTime(ReadOnlySpan<byte> message, out DateTimeOffset capturedAt)
    {
        ReadOnlySpan<byte> name = "captured_us="u8;
        int start = message.IndexOf(name);
        capturedAt = default;
        if (start < 0 || !Utf8Parser.TryParse(message[(start + name.Length)..], out long microseconds, out _))
            return false;
        capturedAt = DateTimeOffset.UnixEpoch.AddMicroseconds(microseconds);
        return true;
    }

    /// <summary>Writes the text form in ASCII. The time is in microseconds since 1970, UTC.</summary>
    /// <returns>How many bytes were written.</returns>
    /// <exception cref="ArgumentException">There is too little room.</exception>
    public int Write(Span<byte> to)
    {
        long microseconds = (CapturedAt - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        string end = Live ? "" : "&live=0";
        bool isWritten = Utf8.TryWrite(
            to, CultureInfo.InvariantCulture, $"seq={Number}&captured_us={microseconds}&camera={Camera}{end}", out int written);
        return isWritten ? written : throw new ArgumentException($"{to.Length} bytes are too few for a frame's metadata", nameof(to));
    }
}
