using CsCheck;
using VideoStream.Encoding.H264.Ffmpeg;
using VideoStream.Frames;
using VideoStream.Frames.H264;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Frames.H264;

/// <summary>What a child sends: as FLV, and as access units.</summary>
[Slow]
public sealed class FlvReaderTests
{
    private static readonly byte[] Header = [.. "FLV"u8, 1, 1, 0, 0, 0, 9, 0, 0, 0, 0];

    [Fact]
    public void Units_are_read_with_their_timestamps_and_other_tags_are_passed_by()
    {
        byte[] flv =
        [
            .. Header, .. Tag(18, 0, [2, 0]), .. Tag(9, 0, [0x17, 0, 0, 0, 0]), .. Tag(9, 0, [0x17, 0, 0, 0, 0, 1, 2]),
            .. Tag(9, 0x7F123456, [0x27, 1, 0, 0, 0, 3]), .. Tag(9, 40, [0x17, 2, 0, 0, 0]), .. Tag(9, 41, [0x27, 1, 0, 0, 0, 4, 5]),
        ];
        foreach (int piece in (int[])[1, 7, flv.Length])
        {
            Assert.Equal(
                [(true, 0, "0102"), (false, 0x7F123456, "03"), (false, 41, "0405")], Read(new ChoppedStream(flv, piece)));
        }
    }

    [Fact]
    public void An_end_in_mid_tag_is_the_end()
    {
        byte[] flv = [.. Header, .. Tag(9, 0, [0x27, 1, 0, 0, 0, 1]), .. Tag(9, 40, [0x27, 1, 0, 0, 0, 2])];
        for (int length = 0; length < flv.Length; length++)
            Assert.InRange(Read(new MemoryStream(flv[..length])).Count, 0, 1);
        Assert.Equal(2, Read(new MemoryStream(flv)).Count);
    }

    [Fact]
    public void Something_else_is_refused()
    {
        Assert.Throws<InvalidDataException>(() => Read(new MemoryStream("RIFF, not what was asked for"u8.ToArray())));
        Assert.Throws<InvalidDataException>(() => Read(new MemoryStream([.. Header, .. Tag(9, 0, [0x22, 1, 0, 0, 0, 1])])));
    }

    [Fact]
    public void Parameter_sets_come_before_key_frames_and_nothing_but_slices_after_them()
    {
        byte[] sps = Sps(), pps = [0x68, 1, 2];
        var units = new AccessUnitBuilder();
        units.Configure([1, 100, 0, 31, 0xFF, 0xE1, 0, (byte)sps.Length, .. sps, 1, 0, 3, .. pps, 0xFD]);

        byte[] key = units.Build([.. Nal(0x06, 9), .. Nal(0x65, 1), .. Nal(0x65, 2)], out bool isKeyFrame).ToArray();
        Assert.True(isKeyFrame);
        Assert.Equal(
            [0, 0, 0, 1, .. SpsBytes.Restricted(sps), 0, 0, 0, 1, .. pps, 0, 0, 0, 1, 0x65, 1, 0, 0, 0, 1, 0x65, 2], key);
        byte[] other = units.Build([.. Nal(0x09, 0xF0), .. Nal(0x67, 7), .. Nal(0x41, 3)], out isKeyFrame).ToArray();
        Assert.False(isKeyFrame);
        Assert.Equal([0, 0, 0, 1, 0x41, 3], other);
    }

    [Fact]
    public void Damaged_units_are_refused()
    {
        var units = new AccessUnitBuilder();
        Assert.Throws<InvalidDataException>(() => units.Build(Nal(0x65, 1), out _));
        Assert.Throws<InvalidDataException>(() => units.Build([], out _));
        Assert.Throws<InvalidDataException>(() => units.Build([0xFF, 0xFF, 0xFF, 0xFF, 0x41], out _));
        Assert.Throws<InvalidDataException>(() => units.Build([0, 0, 0], out _));
        Assert.Throws<InvalidDataException>(() => units.Configure([1, 100, 0, 31, 0xFF, 0xE1, 0, 9, 1]));
    }

    [Fact]
    public void Lengths_may_have_two_bytes()
    {
        var units = new AccessUnitBuilder();
        units.Configure([1, 100, 0, 31, 0xFD, 0xE0, 0]);
        Assert.Equal([0, 0, 0, 1, 0x41, 3], units.Build([0, 2, 0x41, 3], out _).ToArray());
    }

    [Fact]
    public void Any_bytes_are_units_or_a_refusal()
    {
        Gen.Select(Gen.Byte.Array[0, 60], Gen.Byte.Array[0, 60]).Sample(
            (record, units) =>
            {
                var builder = new AccessUnitBuilder();
                Refused(() => builder.Configure(record));
                Refused(() => builder.Build(units, out _));
                Refused(() => Read(new MemoryStream([.. Header, .. units])));
                Refused(() => Read(new MemoryStream([.. Header, .. Tag(9, 1, units)])));
            },
            iter: 3000,
            threads: 1);
    }

    private static void Refused(Action read)
    {
        try
        {
            read();
        }
        catch (InvalidDataException)
        {
            // A clean refusal.
        }
    }

    private static List<(bool IsConfiguration, int Time, string Payload)> Read(Stream stream)
    {
        var reader = new FlvReader(stream);
        List<(bool, int, string)> read = [];
        while (reader.TryRead(out FlvTag tag))
            read.Add((tag.IsConfiguration, tag.Milliseconds, Convert.ToHexString(tag.Payload)));
        return read;
    }

    private static byte[] Tag(byte type, int time, byte[] data) =>
    [
        type, 0, 0, (byte)data.Length, (byte)(time >> 16), (byte)(time >> 8), (byte)time, (byte)(time >> 24), 0, 0, 0, .. data,
        0, 0, 0, (byte)(data.Length + 11),
    ];

    private static byte[] Nal(byte header, byte data) => [0, 0, 0, 2, header, data];

    /// <summary>A sequence parameter set without restriction: 64x64, baseline.</summary>
    private static byte[] Sps()
    {
        byte[] unit = new byte[40];
        var bits = new BitWriter(unit.AsSpan(1));
        unit[0] = 0x67;
        bits.WriteBits(66, 8);
        bits.WriteBits(0, 8);
        bits.WriteBits(31, 8);
        foreach (uint value in (uint[])[0, 0, 2, 1])
            bits.WriteUnsigned(value);
        bits.WriteFlag(false);
        bits.WriteUnsigned(3);
        bits.WriteUnsigned(3);
        foreach (bool flag in (bool[])[true, true, false, false])
            bits.WriteFlag(flag);
        bits.WriteTrailingBits();
        byte[] sps = unit[..(1 + bits.Length)];
        Assert.Equal(new PictureSize(64, 64), SpsBytes.Read(sps).Size);
        return sps;
    }
}
