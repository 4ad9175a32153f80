using CsCheck;
using VideoStream.Frames.H264;

namespace VideoStream.Tests.Frames.H264;

public sealed class BitReaderTests
{
    /// <summary>The codes of ITU-T H.264, tables 9-2 and 9-3.</summary>
    [Theory]
    [InlineData("1", 0, 0)]
    [InlineData("010", 1, 1)]
    [InlineData("011", 2, -1)]
    [InlineData("00100", 3, 2)]
    [InlineData("00101", 4, -2)]
    [InlineData("0001010", 9, 5)]
    public void Numbers_are_read_as_the_standard_has_them(string code, uint index, int difference)
    {
        byte[] bytes = [Convert.ToByte(code.PadRight(8, '0'), 2)];
        var bits = new BitReader(bytes);
        Assert.Equal(index, bits.ReadUnsigned());
        Assert.Equal((code.Length, false), (bits.Position, bits.IsBroken));
        Assert.Equal(difference, new BitReader(bytes).ReadSigned());
    }

    [Fact]
    public void What_is_missing_or_too_large_is_0_and_breaks_the_rest()
    {
        var empty = new BitReader([]);
        Assert.False(empty.ReadFlag());
        Assert.True(empty.IsBroken);

        var zeros = new BitReader(new byte[100]);
        Assert.Equal(0U, zeros.ReadUnsigned());
        Assert.True(zeros.IsBroken);

        var large = new BitReader([0b0010_1111, 0xFF]);
        Assert.Equal(0U, large.ReadUnsigned(max: 3));
        Assert.Equal((0U, true), (large.ReadBits(4), large.IsBroken));
    }

    [Fact]
    public void What_was_written_is_read() => Gen.Select(Gen.UInt[0, int.MaxValue - 1], Gen.Int[0, 32]).Array[0, 20].Sample(values =>
    {
        byte[] bytes = new byte[1000];
        bytes.AsSpan().Fill(0xA5);
        var to = new BitWriter(bytes);
        foreach (var (value, count) in values)
        {
            to.WriteUnsigned(value);
            to.WriteBits(value, count);
        }

        to.WriteTrailingBits();
        var from = new BitReader(bytes.AsSpan(0, to.Length));
        foreach (var (value, count) in values)
        {
            Assert.Equal(value, from.ReadUnsigned());
            Assert.Equal(count == 32 ? value : value & ((1U << count) - 1), from.ReadBits(count));
        }

        Assert.True(from.ReadFlag());
        Assert.Equal(0U, from.ReadBits((8 * to.Length) - from.Position));
        Assert.False(from.IsBroken);
    });
}
