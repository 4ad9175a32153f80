using System.Buffers.Binary;
using System.Globalization;

namespace VideoStream.Frames.Jpeg;

/// <summary>
/// The COM segment in which every JPEG carries its number, capture time and camera: <c>seq=…&amp;captured_us=…&amp;camera=…</c>, and
/// <c>&amp;live=0</c> if it is no frame of the camera but a placeholder.
/// Segments are those of ITU-T T.81, annex B: a marker of two bytes, then a big-endian length that counts itself.
/// </summary>
internal static class JpegMetadata
{
    private const int MarkerAndLength = 4;

    /// <summary>The whole segment, marker included.</summary>
    public static byte[] Segment(long number, DateTimeOffset capturedAt, string camera, bool live = true)
    {
        long microseconds = (capturedAt - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        string text = string.Create(CultureInfo.InvariantCulture, $"seq={number}&captured_us={microseconds}&camera={camera}{(live ? "" : "&live=0")}");
        byte[] segment = new byte[MarkerAndLength + text.Length];
        segment[0] = 0xFF;
        segment[1] = 0xFE;
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(2), (ushort)(text.Length + 2));
        System.Text.Encoding.ASCII.GetBytes(text, segment.AsSpan(MarkerAndLength));
        return segment;
    }

    /// <summary>
    /// Where a comment goes into a JPEG: after the start marker, and after an APP0 (JFIF) segment, which has to be the first.
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
