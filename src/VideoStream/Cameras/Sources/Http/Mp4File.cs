using System.Buffers.Binary;

namespace VideoStream.Cameras.Sources.Http;

/// <summary>
/// An MP4 or QuickTime file (ISO/IEC 14496-12): boxes with a length and a type. Its index is a box that can be before the pictures or after
/// them.
/// </summary>
internal static class Mp4File
{
    private const int HeaderLength = 8, LongHeaderLength = 16;

    /// <summary>How many bytes are looked at, at most. Before the index, files have a few small boxes.</summary>
    private const int MaxBytes = 64 * 1024;

    private static readonly string[] FirstBoxes = ["ftyp", "styp", "moov", "mdat", "free", "skip", "wide", "pnot"];

    /// <summary>Whether a body is such a file, and its index may be after the pictures, or be missing.</summary>
    /// <param name="received">The body. Blocks until as much has arrived as is needed, and consumes nothing.</param>
    /// <exception cref="IOException">The connection failed.</exception>
    public static bool HasLateIndex(JpegReceiver received)
    {
        if (!TryReadBox(received, 0, out string type, out ulong length) || !FirstBoxes.Contains(type))
            return false;
        int at = 0;
        while (type is not ("moov" or "moof"))
        {
            // A length of 0 is up to the end of the file.
            if (type == "mdat" || length < HeaderLength || length > (ulong)(MaxBytes - at))
                return true;
            at += (int)length;
            if (!TryReadBox(received, at, out type, out length))
                return true;
        }

        return false;
    }

    /// <summary>Reads type and length of a box.</summary>
    /// <returns>False if the body ends before.</returns>
    private static bool TryReadBox(JpegReceiver received, int at, out string type, out ulong length)
    {
        (type, length) = ("", 0);
        while (received.Data.Length < at + LongHeaderLength)
        {
            if (!received.Fill())
                return false;
        }

        ReadOnlySpan<byte> box = received.Data[at..];
        type = System.Text.Encoding.Latin1.GetString(box.Slice(4, 4));
        length = BinaryPrimitives.ReadUInt32BigEndian(box);
        if (length == 1)
            length = BinaryPrimitives.ReadUInt64BigEndian(box[HeaderLength..]);
        return true;
    }
}
