using System.Buffers.Binary;
using VideoStream.Frames;

namespace VideoStream.Encoding.H264.Ffmpeg;

/// <summary>
/// IVF, in which an encoder's child gets its pictures: the one simple format of ffmpeg that has raw pictures and a timestamp for each. All
/// numbers are little-endian.
/// </summary>
internal static class IvfFormat
{
    /// <summary>The bytes before the first picture, and before each.</summary>
    public const int HeaderLength = 32, PictureHeaderLength = 12;

    /// <summary>Timestamps are in milliseconds.</summary>
    private const uint TicksPerSecond = 1000;

    /// <summary>Writes what comes before the first picture: planes of 4:2:0, one after the other, without padding.</summary>
    public static void WriteHeader(PictureSize size, Span<byte> to)
    {
        to[..HeaderLength].Clear();
        "DKIF"u8.CopyTo(to);
        BinaryPrimitives.WriteUInt16LittleEndian(to[6..], HeaderLength);
        "I420"u8.CopyTo(to[8..]);
        BinaryPrimitives.WriteUInt16LittleEndian(to[12..], (ushort)size.Width);
        BinaryPrimitives.WriteUInt16LittleEndian(to[14..], (ushort)size.Height);
        BinaryPrimitives.WriteUInt32LittleEndian(to[16..], TicksPerSecond);
        BinaryPrimitives.WriteUInt32LittleEndian(to[20..], 1);
    }

    /// <summary>Writes what comes before a picture.</summary>
    /// <param name="length">The bytes of the picture.</param>
    /// <param name="milliseconds">Its timestamp.</param>
    /// <param name="to">Gets it.</param>
    public static void WritePictureHeader(int length, long milliseconds, Span<byte> to)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(to, (uint)length);
        BinaryPrimitives.WriteInt64LittleEndian(to[4..], milliseconds);
    }
}
