using VideoStream.Cameras.Sources.Rtsp.Rtp;
using VideoStream.Frames.H264;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources.Rtsp.Rtp;

/// <summary>What access units are made of packets. See also <see cref="H264DepacketizerProperties"/>.</summary>
public sealed class H264DepacketizerTests
{
    private static readonly byte[] Sps = [0x67, 66, 0xC0, 30, 0xDA, 2], Pps = [0x68, 0xCE, 0x38], OtherPps = [0x68, 0xCE, 0x3C];
    private static readonly byte[] Sei = [0x06, 5, 1, 9, 0x80], Delimiter = [0x09, 0x10], Filler = [0x0C, 0xFF, 0x80];
    private static readonly byte[] Key = RtpWriter.Slice(isKeyFrame: true);
    private static readonly byte[] Frame = RtpWriter.Slice(fill: 3), Last = RtpWriter.Slice(fill: 4);

    private readonly RtpWriter _writer = new();
    private readonly ParameterSets _sets = new();
    private readonly H264Depacketizer _video;

    public H264DepacketizerTests()
    {
        _video = new H264Depacketizer(RtpWriter.PayloadType, _sets);
    }

    [Fact]
    public void A_unit_is_complete_with_its_marker()
    {
        Assert.Equal([RtpWriter.AnnexB(Frame)], Receive(_writer.Unit([Frame])).Select(unit => unit.Bytes));
        ReceivedUnit last = Assert.Single(Receive(_writer.Unit([[0x01, .. Last[1..]]])));
        Assert.Equal((false, false, false), (last.IsKeyFrame, last.IsReference, last.FollowsLoss));
    }

    [Fact]
    public void Without_markers_a_unit_is_complete_when_the_next_one_begins()
    {
        Assert.Empty(Receive(_writer.Unit([Frame, RtpWriter.Slice(isFirst: false)], isMarked: false)));
        ReceivedUnit unit = Assert.Single(Receive(_writer.Unit([Last], isMarked: false)));
        Assert.Equal(RtpWriter.AnnexB(Frame, RtpWriter.Slice(isFirst: false)), unit.Bytes);
        // The packet that ends one is a whole one itself.
        Assert.Equal(2, Receive(_writer.Unit([Frame])).Count);
    }

    [Fact]
    public void Parameter_sets_are_before_a_key_frame_once_and_what_decoders_do_not_need_is_left_out()
    {
        ReceivedUnit unit = Assert.Single(Receive(_writer.Unit([Delimiter, Sps, Pps, Sps, Sei, Key, Filler])));
        Assert.Equal(RtpWriter.AnnexB(Sps, Pps, Key), unit.Bytes);
        Assert.Equal((true, true, false), (unit.IsKeyFrame, unit.IsReference, unit.FollowsLoss));
        Assert.Equal(RtpWriter.AnnexB(Frame), Assert.Single(Receive(_writer.Unit([Delimiter, Sei, Frame]))).Bytes);
        // Also one that comes without them.
        Assert.Equal(RtpWriter.AnnexB(Sps, Pps, Key), Assert.Single(Receive(_writer.Unit([Key]))).Bytes);
    }

    [Fact]
    public void A_parameter_set_that_came_damaged_is_forgotten_with_the_next_key_frame()
    {
        byte[] damaged = [0x67, 66, 0xC0, 30, 0x4A, 2];
        Receive(_writer.Unit([Sps, Pps, Key]));
        Assert.Equal(RtpWriter.AnnexB(damaged, Pps, Key), Assert.Single(Receive(_writer.Unit([damaged, Pps, Key]))).Bytes);
        Assert.Equal(RtpWriter.AnnexB(Sps, Pps, Key), Assert.Single(Receive(_writer.Unit([Sps, Pps, Key]))).Bytes);
        Assert.Equal(RtpWriter.AnnexB(Sps, Pps, Key), Assert.Single(Receive(_writer.Unit([Key]))).Bytes);
    }

    [Fact]
    public void The_description_has_parameter_sets_until_the_stream_has_others()
    {
        _sets.AddKnown([Pps, Sps, [], [0x67], [1, 2, 3]]);
        Assert.Equal(RtpWriter.AnnexB(Frame), Assert.Single(Receive(_writer.Unit([Frame]))).Bytes);
        Assert.Equal(RtpWriter.AnnexB(Sps, Pps, Key), Assert.Single(Receive(_writer.Unit([Key]))).Bytes);
        Assert.Equal(RtpWriter.AnnexB(Sps, OtherPps, Key), Assert.Single(Receive(_writer.Unit([OtherPps, Key]))).Bytes);
    }

    [Fact]
    public void A_set_that_changes_before_another_frame_is_written_there()
    {
        Receive(_writer.Unit([Sps, Pps, Key]));
        Assert.Equal(RtpWriter.AnnexB(OtherPps, Frame), Assert.Single(Receive(_writer.Unit([OtherPps, Frame]))).Bytes);
        Assert.Equal(RtpWriter.AnnexB(Last), Assert.Single(Receive(_writer.Unit([OtherPps, Last]))).Bytes);
    }

    [Fact]
    public void Sets_of_several_numbers_are_kept_each()
    {
        byte[] second = [0x68, 0x5C, 0x38];
        ReceivedUnit unit = Assert.Single(Receive(_writer.Unit([Sps, second, Pps, Key])));
        Assert.Equal(RtpWriter.AnnexB(Sps, Pps, second, Key), unit.Bytes);
    }

    [Fact]
    public void A_key_frame_without_parameter_sets_is_dropped()
    {
        Assert.Empty(Receive(_writer.Unit([Sps, Key])));
        Assert.True(Assert.Single(Receive(_writer.Unit([Pps, Key]))).FollowsLoss);
    }

    [Fact]
    public void A_marker_on_parameter_sets_ends_nothing()
    {
        List<byte[]> packets = [_writer.Packet(Sps, isMarked: true), _writer.Packet(Pps, isMarked: true), .. _writer.Unit([Key])];
        Assert.Equal(RtpWriter.AnnexB(Sps, Pps, Key), Assert.Single(Receive(packets)).Bytes);
    }

    [Fact]
    public void A_camera_that_marks_each_slice_is_read_by_its_timestamps()
    {
        byte[] second = RtpWriter.Slice(isFirst: false);
        for (int i = 0; i < 3; i++)
        {
            List<ReceivedUnit> units = Receive([_writer.Packet(Frame, isMarked: true), .. _writer.Unit([second])]);
            // The first picture is complete too early, and its rest costs nothing more.
            byte[][] expected = i switch { 0 => [RtpWriter.AnnexB(Frame)], 1 => [], _ => [RtpWriter.AnnexB(Frame, second)] };
            Assert.Equal(expected, units.Select(unit => unit.Bytes));
            Assert.Equal(i == 2, units is [{ FollowsLoss: true }]);
        }
    }

    [Fact]
    public void A_unit_that_lacks_a_packet_is_dropped_and_the_next_one_says_so()
    {
        Receive(_writer.Unit([Sps, Pps, Key]));
        List<byte[]> packets = [.. _writer.Unit([Frame], [5]), .. _writer.Unit([Last]), .. _writer.Unit([Frame])];
        packets.RemoveAt(2);
        List<ReceivedUnit> units = Receive(packets);
        Assert.Equal([RtpWriter.AnnexB(Last), RtpWriter.AnnexB(Frame)], units.Select(unit => unit.Bytes));
        Assert.Equal([true, false], units.Select(unit => unit.FollowsLoss));
    }

    [Fact]
    public void A_unit_whose_first_slice_is_missing_is_dropped()
    {
        byte[] second = RtpWriter.Slice(isFirst: false);
        // At the beginning of the stream, too, which may be in the middle of a picture.
        Assert.Empty(Receive(_writer.Unit([second])));
        Assert.Single(Receive(_writer.Unit([Frame, second])));
        _writer.Sequence++;
        Assert.Empty(Receive(_writer.Unit([second])));
        Assert.Empty(Receive(_writer.Unit([Frame], [4]).Skip(1)));
        Assert.True(Assert.Single(Receive(_writer.Unit([Frame, second]))).FollowsLoss);
    }

    [Fact]
    public void A_lost_marker_costs_its_unit()
    {
        Receive(_writer.Unit([Frame]));
        List<byte[]> cut = _writer.Unit([Frame, RtpWriter.Slice(isFirst: false)]);
        Assert.Empty(Receive(cut.SkipLast(1)));
        Assert.Equal([RtpWriter.AnnexB(Last)], Receive(_writer.Unit([Last])).Select(unit => unit.Bytes));
    }

    [Fact]
    public void A_repeated_packet_is_left_out()
    {
        List<byte[]> packets = _writer.Unit([Frame], [5]);
        Assert.Equal(RtpWriter.AnnexB(Frame), Assert.Single(Receive(packets.SelectMany(packet => (byte[][])[packet, packet]))).Bytes);
        Assert.False(Assert.Single(Receive(_writer.Unit([Last]))).FollowsLoss);
    }

    [Fact]
    public void A_sender_that_begins_anew_is_followed()
    {
        Receive(_writer.Unit([Frame]));
        (_writer.Sequence, _writer.Source, _writer.Timestamp) = (9, 8, 5);
        Assert.True(Assert.Single(Receive(_writer.Unit([Last]))).FollowsLoss);
    }

    [Fact]
    public void Packets_of_other_types_are_counted_and_left_out()
    {
        Receive(_writer.Unit([Frame]));
        byte[] other = _writer.Packet(Last, isMarked: true, type: 97);
        ReceivedUnit unit = Assert.Single(Receive([other, .. _writer.Unit([Last])]));
        Assert.Equal(RtpWriter.AnnexB(Last), unit.Bytes);
        Assert.False(unit.FollowsLoss);
    }

    [Fact]
    public void A_unit_that_is_too_long_is_dropped()
    {
        byte[] longest = RtpWriter.Slice(length: AccessUnit.MaxBytes - 6), tooLong = RtpWriter.Slice(length: AccessUnit.MaxBytes - 5);
        Assert.Equal(AccessUnit.MaxBytes, Assert.Single(Receive(_writer.Unit([longest], [60_000]))).Bytes.Length);
        Assert.Empty(Receive(_writer.Unit([tooLong], [60_000])));
        ReceivedUnit next = Assert.Single(Receive(_writer.Unit([Frame])));
        Assert.Equal(RtpWriter.AnnexB(Frame), next.Bytes);
        Assert.True(next.FollowsLoss);
    }

    [Theory]
    [InlineData("7800054188")]
    [InlineData("780000")]
    [InlineData("7C")]
    [InlineData("7C0588")]
    public void A_malformed_payload_costs_its_unit(string payload)
    {
        Receive(_writer.Unit([Frame]));
        Assert.Empty(Receive([_writer.Packet(Frame), .. _writer.Unit([Convert.FromHexString(payload)])]));
        Assert.True(Assert.Single(Receive(_writer.Unit([Last]))).FollowsLoss);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(25)]
    [InlineData(26)]
    [InlineData(27)]
    [InlineData(29)]
    [InlineData(31)]
    public void Packets_of_other_modes_are_not_supported(byte type)
    {
        PacketResult[] results = [.. Enumerable.Range(0, 3).Select(_ => AddUnit([type, 1, 2, 3]))];
        Assert.Equal([PacketResult.Added, PacketResult.Added, PacketResult.Unsupported], results);
    }

    [Fact]
    public void A_packet_of_another_mode_now_and_then_is_a_damaged_one()
    {
        for (int i = 0; i < 5; i++)
        {
            Receive(_writer.Unit([Sps, Pps, Key]));
            Assert.Equal(PacketResult.Added, AddUnit([27, 1, 2, 3]));
            Assert.True(Assert.Single(Receive(_writer.Unit([Frame]))).FollowsLoss);
        }
    }

    [Fact]
    public void Packets_cost_no_allocation()
    {
        byte[] large = RtpWriter.Slice(length: 50_000);
        List<byte[]> packets = [.. Enumerable.Range(0, 50).SelectMany(_ => _writer.Unit([Sps, Pps, Sei, large], [1400]))];
        List<byte[]> first = packets[..(packets.Count / 5)], rest = packets[first.Count..];
        Assert.Equal(10, Count(first));
        long before = GC.GetAllocatedBytesForCurrentThread();
        int units = Count(rest);
        Assert.Equal((40, 0L), (units, GC.GetAllocatedBytesForCurrentThread() - before));
    }

    private int Count(List<byte[]> packets)
    {
        int units = 0;
        foreach (byte[] bytes in packets)
        {
            if (RtpPacket.TryRead(bytes, out RtpPacket packet) && _video.Add(packet) == PacketResult.Complete)
                units++;
        }

        return units;
    }

    private PacketResult AddUnit(byte[] payload)
    {
        Assert.True(RtpPacket.TryRead(Assert.Single(_writer.Unit([payload])), out RtpPacket packet));
        return _video.Add(packet);
    }

    private List<ReceivedUnit> Receive(IEnumerable<byte[]> packets) => ReceivedUnit.All(_video, packets);
}
