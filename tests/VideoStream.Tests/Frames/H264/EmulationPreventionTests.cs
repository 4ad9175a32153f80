using CsCheck;
using VideoStream.Frames.H264;

namespace VideoStream.Tests.Frames.H264;

public sealed class EmulationPreventionTests
{
    private static readonly Gen<byte[]> Data =
        Gen.OneOf(Gen.Const((byte)0), Gen.Byte[0, 4], Gen.Byte).Array[0, 60].Select(bytes => (byte[])[.. bytes, 0x80]);

    [Theory]
    [InlineData("00000180", "0000030180")]
    [InlineData("00000000FF", "0000030000FF")]
    [InlineData("00000380", "0000030380")]
    [InlineData("000004", "000004")]
    public void A_3_stands_between_two_zeros_and_a_small_byte(string data, string unit)
    {
        byte[] to = new byte[100];
        Assert.Equal(unit, Convert.ToHexString(to[..EmulationPrevention.Add(Convert.FromHexString(data), to)]));
        Assert.Equal(data, Convert.ToHexString(to[..EmulationPrevention.Remove(Convert.FromHexString(unit), to)]));
    }

    [Fact]
    public void Any_data_comes_back_and_has_no_start_code_between() => Data.Sample(data =>
    {
        byte[] unit = new byte[EmulationPrevention.MaxLength(data.Length)];
        unit = unit[..EmulationPrevention.Add(data, unit)];
        foreach (byte last in (byte[])[0, 1, 2])
            Assert.Equal(-1, unit.AsSpan().IndexOf((ReadOnlySpan<byte>)[0, 0, last]));
        byte[] back = new byte[unit.Length];
        Assert.Equal(data, back[..EmulationPrevention.Remove(unit, back)]);
    });
}
