using CsCheck;
using VideoStream.Frames;
using VideoStream.Frames.H264;

namespace VideoStream.Tests.Frames.H264;

public sealed class H264MetadataTests
{
    private static readonly FrameMetadata Metadata =
        new(123, DateTimeOffset.UnixEpoch.AddTicks(17_000_000_000_000_019), "front-1", Live: true);

    private static readonly byte[] KeyFrame =
        [0, 0, 0, 1, 9, 0x10, 0, 0, 0, 1, 0x67, 1, 0, 0, 1, 0x68, 2, 0, 0, 0, 1, 0x65, 3, 0, 0, 1, 0x65, 4];

    [Fact]
    public void Unit_is_user_data_with_the_uuid_and_the_text()
    {
        byte[] unit = Write(Metadata);
        const string text = "seq=123&captured_us=1700000000000001&camera=front-1";
        Assert.Equal([0, 0, 0, 1, 6, 5, 16 + text.Length], unit[..7].Select(value => (int)value));
        Assert.Equal("6F0C5D1E2B7A4F399A640D8F3C1B7E52", Convert.ToHexString(unit[7..23]));
        Assert.Equal(text, System.Text.Encoding.ASCII.GetString(unit[23..^1]));
        Assert.Equal(0x80, unit[^1]);
    }

    [Fact]
    public void Position_is_before_the_first_slice_and_after_parameter_sets_and_the_delimiter()
    {
        Assert.Equal(17, H264Metadata.Position(KeyFrame));
        Assert.Equal(0, H264Metadata.Position([0, 0, 1, 0x41, 7]));
        // A prefix unit and its slice stay together.
        Assert.Equal(6, H264Metadata.Position([0, 0, 0, 1, 9, 0x10, 0, 0, 0, 1, 0x6E, 1, 0, 0, 0, 1, 0x65, 3]));
        Assert.Equal(6, H264Metadata.Position([0, 0, 0, 1, 9, 0x10]));
    }

    [Fact]
    public void The_unit_is_found_where_it_was_inserted_and_the_time_in_it()
    {
        int at = H264Metadata.Position(KeyFrame);
        byte[] written = Write(Metadata), unit = [.. KeyFrame[..at], .. written, .. KeyFrame[at..]];

        Assert.Equal((at, written.Length), H264Metadata.Find(unit));
        Assert.True(FrameMetadata.TryReadTime(unit.AsSpan(at, written.Length), out DateTimeOffset capturedAt));
        Assert.Equal(1_700_000_000_000_001, (capturedAt - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
        Assert.Equal((at, 0), H264Metadata.Find(KeyFrame));
        Assert.False(FrameMetadata.TryReadTime(KeyFrame, out _));
    }

    [Fact]
    public void Finding_takes_any_bytes()
    {
        Gen.Byte.Array[0, 100].Sample(bytes =>
        {
            var (position, length) = H264Metadata.Find(bytes);
            return position >= 0 && length >= 0 && position + length <= bytes.Length;
        });
    }

    [Fact]
    public void Text_is_read_from_the_access_unit_that_it_was_inserted_into()
    {
        int at = H264Metadata.Position(KeyFrame);
        byte[] unit = [.. KeyFrame[..at], .. Write(Metadata with { Live = false }), .. KeyFrame[at..]];
        Assert.True(H264Metadata.TryRead(unit, out string text));
        Assert.Equal("seq=123&captured_us=1700000000000001&camera=front-1&live=0", text);
        Assert.False(H264Metadata.TryRead(KeyFrame, out _));
        // Behind the slice it belongs to the next access unit.
        Assert.False(H264Metadata.TryRead([.. KeyFrame, .. Write(Metadata)], out _));
        // Another's message.
        byte[] other = Write(Metadata);
        other[10]++;
        Assert.False(H264Metadata.TryRead(other, out _));
        Assert.False(H264Metadata.TryRead(Write(Metadata).AsSpan(0, 40), out _));
    }

    [Fact]
    public void Write_into_too_little_room_throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => H264Metadata.Write(Metadata, new byte[H264Metadata.MaxLength - 1]));

    [Fact]
    public void Any_metadata_comes_back_and_has_no_start_code() =>
        Gen.Select(Gen.Long[0, long.MaxValue], Gen.DateTime, Gen.Char[(char)1, (char)126].Array[0, 32], Gen.Bool).Sample(
            (number, at, camera, live) =>
            {
                var captured = new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc));
                byte[] unit = Write(new FrameMetadata(number, captured, new string(camera), live));
                Assert.Equal(-1, unit.AsSpan(1).IndexOf((ReadOnlySpan<byte>)[0, 0, 0]));
                Assert.Equal(0, unit.AsSpan(1).IndexOf((ReadOnlySpan<byte>)[0, 0, 1]));
                Assert.Equal(-1, unit.AsSpan(2).IndexOf((ReadOnlySpan<byte>)[0, 0, 1]));
                Assert.True(H264Metadata.TryRead([.. unit, 0, 0, 1, 0x41, 1], out string text));
                Assert.EndsWith($"&camera={new string(camera)}{(live ? "" : "&live=0")}", text, StringComparison.Ordinal);
            });

    [Fact]
    public void Any_bytes_have_a_position_and_a_text_or_none() =>
        Gen.OneOf(Gen.Const((byte)0), Gen.Const((byte)1), Gen.Const((byte)6), Gen.Byte).Array[0, 300].Sample(bytes =>
        {
            Assert.InRange(H264Metadata.Position(bytes), 0, bytes.Length);
            H264Metadata.TryRead(bytes, out string text);
            Assert.InRange(text.Length, 0, bytes.Length);
        });

    [Fact]
    public void Any_change_of_a_unit_has_a_text_or_none() =>
        Support.Mutations.Any.Array[1, 4].Sample(changes =>
        {
            byte[] bytes = changes.Aggregate(Write(Metadata), (unit, change) => change(unit));
            H264Metadata.TryRead(bytes, out string text);
            Assert.InRange(text.Length, 0, 255);
        });

    private static byte[] Write(FrameMetadata metadata)
    {
        byte[] unit = new byte[H264Metadata.MaxLength];
        return unit[..H264Metadata.Write(metadata, unit)];
    }
}
