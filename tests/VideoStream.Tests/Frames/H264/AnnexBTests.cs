using CsCheck;
using VideoStream.Frames.H264;

namespace VideoStream.Tests.Frames.H264;

public sealed class AnnexBTests
{
    /// <summary>Bytes of which many are part of a start code.</summary>
    private static readonly Gen<byte[]> Streams =
        Gen.OneOf(Gen.Const((byte)0), Gen.Const((byte)1), Gen.Const((byte)3), Gen.Byte).Array[0, 60];

    [Fact]
    public void Units_begin_after_start_codes_of_three_and_of_four_bytes()
    {
        byte[] stream = [0, 0, 0, 1, 0x67, 1, 2, 0, 0, 1, 0x68, 3, 0, 0, 0, 1, 0x65, 4, 5];
        Assert.Equal(["0:670102", "7:6803", "12:650405"], Units(stream));
    }

    [Fact]
    public void Zeros_between_units_and_bytes_before_the_first_belong_to_none()
    {
        byte[] stream = [9, 9, 0, 0, 1, 0x67, 1, 0, 0, 0, 0, 0, 0, 1, 0x68, 0, 0];
        Assert.Equal(["2:6701", "10:68"], Units(stream));
    }

    [Fact]
    public void Without_a_start_code_or_a_byte_there_is_no_unit()
    {
        foreach (byte[] stream in (byte[][])[[], [1], [0, 0], [0, 0, 1], [0, 0, 0, 1], [0, 0, 1, 0, 0, 1], [1, 2, 3, 4, 5]])
            Assert.Empty(Units(stream));
    }

    [Fact]
    public void Header_has_the_type_and_how_much_others_need_the_unit()
    {
        var idr = new NalHeader(0x65);
        Assert.Equal((NalType.IdrSlice, 3, true), (idr.Type, idr.RefIdc, idr.IsSlice));
        var unused = new NalHeader(0x01);
        Assert.Equal((NalType.Slice, 0, true), (unused.Type, unused.RefIdc, unused.IsSlice));
        var sps = new NalHeader(0x67);
        Assert.Equal((NalType.Sps, 3, false), (sps.Type, sps.RefIdc, sps.IsSlice));
    }

    [Fact]
    public void Any_bytes_are_units_in_order_that_have_no_start_code() => Streams.Sample(stream =>
    {
        int end = 0;
        foreach (NalUnit unit in new AnnexB(stream))
        {
            Assert.InRange(unit.Start, end, stream.Length - 4);
            Assert.False(unit.Bytes.IsEmpty);
            Assert.NotEqual(0, unit.Bytes[^1]);
            Assert.Equal(-1, unit.Bytes.IndexOf((ReadOnlySpan<byte>)[0, 0, 1]));
            int code = stream.AsSpan(unit.Start).IndexOf((byte)1) + 1;
            Assert.InRange(code, 3, 4);
            Assert.Equal(unit.Bytes.ToArray(), stream[(unit.Start + code)..(unit.Start + code + unit.Bytes.Length)]);
            end = unit.Start + code + unit.Bytes.Length;
        }
    });

    [Fact]
    public void Units_that_were_joined_are_split_again() => Gen.Select(Streams.Array[0, 6], Gen.Int[0, 5], Gen.Bool).Sample(
        (parts, zeros, isLong) =>
        {
            byte[][] units = [.. parts.Select(part => (byte[])[0x41, .. Escaped(part), 0x80])];
            byte[] code = isLong ? [0, 0, 0, 1] : [0, 0, 1];
            byte[] stream = [.. units.SelectMany(unit => (byte[])[.. code, .. unit, .. new byte[zeros]])];
            Assert.Equal(units.Select(Convert.ToHexString), Units(stream).Select(unit => unit.Split(':')[1]));
        });

    [Fact]
    public void Splitting_allocates_nothing()
    {
        byte[] stream = [0, 0, 0, 1, 0x67, 1, 2, 0, 0, 1, 0x68, 3, 0, 0, 0, 1, 0x65, 4, 5];
        Assert.Equal(3, Count(stream));
        long before = GC.GetAllocatedBytesForCurrentThread();
        int units = Count(stream);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(3, units);
    }

    private static int Count(byte[] stream)
    {
        int count = 0;
        foreach (NalUnit unit in new AnnexB(stream))
            count += unit.Bytes.Length > 0 ? 1 : 0;
        return count;
    }

    private static byte[] Escaped(byte[] data)
    {
        byte[] escaped = new byte[EmulationPrevention.MaxLength(data.Length + 1)];
        return escaped[..(EmulationPrevention.Add([.. data, 0x80], escaped) - 1)];
    }

    private static List<string> Units(byte[] stream)
    {
        List<string> units = [];
        foreach (NalUnit unit in new AnnexB(stream))
            units.Add($"{unit.Start}:{Convert.ToHexString(unit.Bytes)}");
        return units;
    }
}
