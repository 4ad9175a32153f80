using System.Buffers.Binary;
using System.Globalization;
using VideoStream.Frames;
using VideoStream.Frames.Jpeg;

namespace VideoStream.Fuzz.Targets;

/// <summary>The writer of a frame's metadata: number, time, room and the camera's name are in the input.</summary>
internal sealed class MetadataTarget : IFuzzTarget
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    private const int MaxName = 32;

    public int BytesForEach => 64;

    public void Run(ReadOnlySpan<byte> input)
    {
        if (input.Length < 18)
            return;
        long number = BinaryPrimitives.ReadInt64LittleEndian(input);
        ulong ticks = BinaryPrimitives.ReadUInt64LittleEndian(input[8..]) % (ulong)DateTimeOffset.MaxValue.Ticks;
        byte[] name = input[18..Math.Min(input.Length, 18 + MaxName)].ToArray();
        string camera = string.Concat(name.Select(one => Letters[one % Letters.Length]));
        var metadata = new FrameMetadata(number, new DateTimeOffset((long)ticks, TimeSpan.Zero), camera, Live: input[16] % 2 == 0);
        Check(metadata, room: input[17] % (JpegMetadata.MaxLength + 1));
    }

    public void Dispose()
    {
    }

    /// <summary>All the room that there must be is enough, and with less there is a clean refusal.</summary>
    private static void Check(FrameMetadata metadata, int room)
    {
        Span<byte> all = stackalloc byte[JpegMetadata.MaxLength];
        int length = JpegMetadata.Write(metadata, all);
        CheckSegment(metadata, all[..length]);
        try
        {
            FuzzException.Unless(JpegMetadata.Write(metadata, new byte[room]) == length, "the same metadata has the same length");
        }
        catch (ArgumentException) when (room < length)
        {
            // Too little room.
        }
    }

    private static void CheckSegment(FrameMetadata metadata, ReadOnlySpan<byte> segment)
    {
        FuzzException.Unless(
            segment is [0xFF, 0xFE, ..] && BinaryPrimitives.ReadUInt16BigEndian(segment[2..]) == segment.Length - 2,
            "a comment has its marker and its length");
        FuzzException.Unless(
            segment[4..].IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0, "metadata is ASCII without control characters");
        string[] fields = System.Text.Encoding.ASCII.GetString(segment[4..]).Split('&');
        long microseconds = (metadata.CapturedAt - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        string[] expected =
        [
            string.Create(CultureInfo.InvariantCulture, $"seq={metadata.Number}"),
            string.Create(CultureInfo.InvariantCulture, $"captured_us={microseconds}"),
            $"camera={metadata.Camera}",
            .. metadata.Live ? Array.Empty<string>() : ["live=0"],
        ];
        FuzzException.Unless(fields.SequenceEqual(expected), "metadata is read as it was written");
    }
}
