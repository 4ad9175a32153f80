using CsCheck;
using Microsoft.Extensions.Time.Testing;
using VideoStream.Frames.H264;

namespace VideoStream.Tests.Frames.H264;

/// <summary>A camera's H.264 in FLV, as access units.</summary>
public sealed class FlvUnitsTests
{
    private static readonly byte[] Sps = [0x67, 66, 0, 31, 0x80], OtherSps = [0x67, 66, 0, 40, 0x80], Pps = [0x68, 0x80];

    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Parameter_sets_come_before_key_frames_whatever_lengths_the_units_have(int lengthBytes)
    {
        FlvUnits units = Create();
        Assert.False(Configure(units, lengthBytes, Sps));

        Assert.True(Add(units, Nals(lengthBytes, [9, 0xF0], [0x65, 1], [0x65, 2])));
        Assert.Equal(AnnexBOf(Sps, Pps, [0x65, 1], [0x65, 2]), units.Unit.ToArray());
        Assert.False(units.FollowsLoss);
        Assert.True(Add(units, Nals(lengthBytes, [0x41, 3])));
        Assert.Equal(AnnexBOf([0x41, 3]), units.Unit.ToArray());
    }

    [Fact]
    public void Parameter_sets_that_change_within_the_stream_are_followed()
    {
        FlvUnits units = Create();
        Configure(units, 4, Sps);
        Add(units, Nals(4, [0x65, 1]));
        Configure(units, 4, OtherSps);
        Add(units, Nals(4, [0x65, 2]));
        Assert.Equal(AnnexBOf(OtherSps, Pps, [0x65, 2]), units.Unit.ToArray());
        Add(units, Nals(4, Sps, [0x65, 3]));
        Assert.Equal(AnnexBOf(Sps, Pps, [0x65, 3]), units.Unit.ToArray());
    }

    [Fact]
    public void A_damaged_unit_is_dropped_and_the_next_one_follows_a_loss()
    {
        FlvUnits units = Create();
        Configure(units, 4, Sps);
        Assert.True(Add(units, Nals(4, [0x65, 1])));
        Assert.False(Add(units, [0, 0, 0, 9, 0x41]));
        Assert.True(Add(units, Nals(4, [0x41, 2])));
        Assert.True(units.FollowsLoss);
        Assert.False(Add(units, Nals(4, [9, 0xF0])));
        Assert.True(Add(units, Nals(4, [0x41, 3])));
        Assert.False(units.FollowsLoss);
    }

    [Fact]
    public void A_key_frame_without_parameter_sets_is_dropped()
    {
        FlvUnits units = Create();
        Assert.False(Add(units, Nals(4, [0x65, 1])));
        Assert.False(units.HasKeyFrame);
    }

    [Fact]
    public void A_unit_that_is_too_long_is_a_reason_to_decode()
    {
        FlvUnits units = Create();
        Configure(units, 4, Sps);
        Assert.True(Add(units, Nals(4, [0x65, .. new byte[AccessUnit.MaxBytes - 200]])));
        Assert.Null(units.Unsupported);
        Assert.False(Add(units, Nals(4, [0x65, .. new byte[AccessUnit.MaxBytes]])));
        Assert.Equal("sends frames of more than 8 MB", units.Unsupported);
    }

    [Fact]
    public void A_camera_without_key_frames_is_not_waited_for()
    {
        FlvUnits units = Create();
        Configure(units, 4, Sps);
        Add(units, Nals(4, [0x41, 1]));
        Assert.Null(units.Unsupported);
        _time.Advance(TimeSpan.FromSeconds(6));
        Add(units, Nals(4, [0x41, 2]));
        Assert.Equal("sent no key frame within 5 s", units.Unsupported);
    }

    [Fact]
    public void A_key_frame_once_is_enough()
    {
        FlvUnits units = Create();
        Configure(units, 4, Sps);
        Add(units, Nals(4, [0x65, 1]));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(Add(units, Nals(4, [0x41, 2])));
        Assert.Null(units.Unsupported);
    }

    [Fact]
    public void Any_bytes_are_units_or_a_refusal()
    {
        Gen.Select(Gen.Byte.Array[0, 60], Gen.Byte.Array[0, 60]).Sample(
            (record, bytes) =>
            {
                FlvUnits units = Create();
                try
                {
                    units.Add(new FlvTag(isConfiguration: true, 0, record));
                }
                catch (InvalidDataException)
                {
                    // A clean refusal.
                }

                Configure(units, 4, Sps);
                if (Add(units, bytes))
                    Assert.StartsWith("00000001", Convert.ToHexString(units.Unit), StringComparison.Ordinal);
            },
            iter: 3000,
            threads: 1);
    }

    private static bool Configure(FlvUnits units, int lengthBytes, byte[] sps) => units.Add(new FlvTag(
        isConfiguration: true, 0,
        [1, 66, 0, 31, (byte)(0xFC | (lengthBytes - 1)), 0xE1, 0, (byte)sps.Length, .. sps, 1, 0, (byte)Pps.Length, .. Pps]));

    private static bool Add(FlvUnits units, byte[] nals) => units.Add(new FlvTag(isConfiguration: false, 0, nals));

    private static byte[] Nals(int lengthBytes, params byte[][] nals) => [.. nals.SelectMany(
        nal => (byte[])[.. Enumerable.Range(1, lengthBytes).Select(i => (byte)(nal.Length >> (8 * (lengthBytes - i)))), .. nal])];

    private static byte[] AnnexBOf(params byte[][] nals) => [.. nals.SelectMany(nal => (byte[])[0, 0, 0, 1, .. nal])];

    private FlvUnits Create() => new(_time, new ParameterSets());
}
