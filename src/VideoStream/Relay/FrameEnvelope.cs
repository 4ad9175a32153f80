using System.Buffers.Binary;
using VideoStream.Configuration;
using VideoStream.Frames;

namespace VideoStream.Relay;

/// <summary>
/// What stands before the bytes of a published frame: all that a relay needs of it without reading the frame. Little-endian, at fixed
/// positions (docs/scale.md).
/// </summary>
internal readonly record struct FrameEnvelope
{
    /// <summary>Its length, in bytes.</summary>
    public const int Length = 56;

    /// <summary>More than any camera captures. Numbers here and in programs that count with doubles stay exact.</summary>
    public const long MaxNumber = 1L << 40;

    private const byte Version = 1, IsUnitFlag = 1, FollowsSkippedFlag = 2;

    /// <summary>The service that publishes it.</summary>
    public required long Instance { get; init; }

    /// <summary>The frame's number.</summary>
    public required long Number { get; init; }

    /// <summary>When it was captured, by the clock of that service.</summary>
    public required DateTimeOffset CapturedAt { get; init; }

    /// <summary>When it was published, by that clock.</summary>
    public required DateTimeOffset PublishedAt { get; init; }

    /// <summary>The size of the frame.</summary>
    public required PictureSize Size { get; init; }

    /// <summary>The size of the camera's frames.</summary>
    public required PictureSize CameraSize { get; init; }

    /// <summary>The JPEG quality; null for H.264, and for a JPEG of the camera.</summary>
    public required int? Quality { get; init; }

    /// <summary>Its place in a stream of H.264; null for a JPEG.</summary>
    public required StreamUnit? Unit { get; init; }

    /// <summary>Whether frames before it were skipped, because the connection of that service was full.</summary>
    public bool FollowsSkipped { get; init; }

    /// <summary>Where the metadata is in the frame's bytes, which each relay writes anew.</summary>
    public required (int Position, int Length) Metadata { get; init; }

    /// <summary>Writes it.</summary>
    /// <param name="to">At least <see cref="Length"/> bytes.</param>
    public void Write(Span<byte> to)
    {
        (to[0], to[1]) = (Version, (byte)((Unit is null ? 0 : IsUnitFlag) | (FollowsSkipped ? FollowsSkippedFlag : 0)));
        (to[2], to[3]) = ((byte)(Quality ?? 0), (byte)(Unit?.Layer ?? 0));
        WriteShort(to[4..], Metadata.Position);
        WriteShort(to[6..], Metadata.Length);
        WriteShort(to[8..], Size.Width);
        WriteShort(to[10..], Size.Height);
        WriteShort(to[12..], CameraSize.Width);
        WriteShort(to[14..], CameraSize.Height);
        BinaryPrimitives.WriteInt64LittleEndian(to[16..], Instance);
        BinaryPrimitives.WriteInt64LittleEndian(to[24..], Number);
        BinaryPrimitives.WriteInt64LittleEndian(to[32..], Unit?.Reference ?? 0);
        BinaryPrimitives.WriteInt64LittleEndian(to[40..], Microseconds(CapturedAt));
        BinaryPrimitives.WriteInt64LittleEndian(to[48..], Microseconds(PublishedAt));
    }

    /// <summary>Reads it. Any bytes are allowed.</summary>
    /// <param name="from">The bytes of a message.</param>
    /// <param name="envelope">What stands there.</param>
    /// <returns>False if it is of another version, or can't be.</returns>
    public static bool TryRead(ReadOnlySpan<byte> from, out FrameEnvelope envelope)
    {
        envelope = default;
        if (from.Length < Length || from[0] != Version || from[2] > 100 || from[3] >= StreamUnit.MaxLayers)
            return false;
        long number = BinaryPrimitives.ReadInt64LittleEndian(from[24..]), reference = BinaryPrimitives.ReadInt64LittleEndian(from[32..]);
        PictureSize size = new(ReadShort(from[8..]), ReadShort(from[10..])), camera = new(ReadShort(from[12..]), ReadShort(from[14..]));
        if (number < 1 || number > MaxNumber || reference < 0 || reference >= number || !IsSize(size) || !IsSize(camera)
            || !TryReadTime(from[40..], out DateTimeOffset capturedAt) || !TryReadTime(from[48..], out DateTimeOffset publishedAt))
            return false;
        envelope = new FrameEnvelope
        {
            Instance = BinaryPrimitives.ReadInt64LittleEndian(from[16..]),
            Number = number,
            CapturedAt = capturedAt,
            PublishedAt = publishedAt,
            Size = size,
            CameraSize = camera,
            Quality = from[2] == 0 ? null : from[2],
            Unit = (from[1] & IsUnitFlag) == 0 ? null : new StreamUnit(number, reference, from[3]),
            FollowsSkipped = (from[1] & FollowsSkippedFlag) != 0,
            Metadata = (ReadShort(from[4..]), ReadShort(from[6..])),
        };
        return true;
    }

    /// <summary>Placeholders are drawn in the camera's size, so a wrong one must not take all memory.</summary>
    private static bool IsSize(PictureSize size) =>
        size is { Width: > 0 and <= SizeLimits.MaxSide, Height: > 0 and <= SizeLimits.MaxSide };

    private static bool TryReadTime(ReadOnlySpan<byte> from, out DateTimeOffset time)
    {
        long microseconds = BinaryPrimitives.ReadInt64LittleEndian(from);
        bool isTime = microseconds >= 0 && microseconds < Microseconds(DateTimeOffset.MaxValue);
        time = isTime ? DateTimeOffset.UnixEpoch.AddMicroseconds(microseconds) : default;
        return isTime;
    }

    private static long Microseconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static void WriteShort(Span<byte> to, int value) => BinaryPrimitives.WriteUInt16LittleEndian(to, (ushort)value);

    private static int ReadShort(ReadOnlySpan<byte> from) => BinaryPrimitives.ReadUInt16LittleEndian(from);
}
