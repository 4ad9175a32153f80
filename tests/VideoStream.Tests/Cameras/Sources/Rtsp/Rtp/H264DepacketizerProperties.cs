using CsCheck;
using VideoStream.Cameras.Sources.Rtsp.Rtp;
using VideoStream.Frames.H264;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources.Rtsp.Rtp;

/// <summary>What holds for any units, however they are packed, and for any packets.</summary>
public sealed class H264DepacketizerProperties
{
    private static readonly byte[] Sps = [0x67, 66, 0xC0, 30, 0xDA, 2], Pps = [0x68, 0xCE, 0x38], Sei = [0x06, 5, 1, 9, 0x80];

    private static readonly Gen<byte[]> Bytes = Gen.OneOf(Gen.Byte.Array[0, 30], Gen.Byte.Array[0, 3000]);

    /// <summary>The slices of one picture: only its first one begins with a 1.</summary>
    private static readonly Gen<byte[][]> Pictures = Gen.Select(
        Gen.Bool, Gen.Int[1, 3], Bytes.Array[1, 4],
        (isKeyFrame, reference, slices) => slices
            .Select((bytes, i) => (byte[])[(byte)((reference << 5) | (isKeyFrame ? 5 : 1)), (byte)(i == 0 ? 0x80 : 0x40), .. bytes])
            .ToArray());

    private static readonly Gen<int[]> Sizes = Gen.OneOf(Gen.Const(0), Gen.Int[1, 40], Gen.Int[41, 1500], Gen.Const(60_000)).Array[1, 5];

    [Fact]
    public void Units_come_out_as_they_went_in_however_they_are_packed() => Gen.Select(Pictures.Array[1, 8], Sizes, Gen.Bool).Sample(
        (pictures, sizes, isMarked) =>
        {
            var writer = new RtpWriter();
            List<ReceivedUnit> units = ReceivedUnit.All(Video(), pictures.SelectMany(
                (slices, i) => writer.Unit(i % 2 == 0 ? slices : [Sps, Pps, Sei, .. slices], sizes, isMarked)));
            // Without markers the last one is not complete.
            Assert.Equal(pictures[..^(isMarked ? 0 : 1)].Select(Expected), units.Select(unit => unit.Bytes));
            Assert.DoesNotContain(units, unit => unit.FollowsLoss);
            Assert.Equal(pictures[..units.Count].Select(IsKeyFrame), units.Select(unit => unit.IsKeyFrame));
        },
        iter: 300);

    [Fact]
    public void Whatever_is_lost_a_unit_is_whole_and_says_what_is_missing_before_it() =>
        Gen.Select(Pictures.Array[2, 10], Sizes, Gen.Bool, Gen.Int[0, 30].Array[1, 60]).Sample(
            (pictures, sizes, isMarked, lost) =>
            {
                var writer = new RtpWriter();
                byte[][][] numbered = [.. pictures.Select((slices, i) => (byte[][])[[.. slices[0], (byte)i, (byte)i], .. slices[1..]])];
                byte[][] sent = [.. numbered.SelectMany(slices => writer.Unit(slices, sizes, isMarked))];
                byte[][] expected = [.. numbered.Select(Expected)];
                byte[][] kept = [.. sent.Where((_, i) => lost[i % lost.Length] != 0)];
                List<ReceivedUnit> units = ReceivedUnit.All(Video(), kept);
                int before = -1;
                foreach (ReceivedUnit unit in units)
                {
                    int picture = Array.FindIndex(expected, before + 1, bytes => bytes.AsSpan().SequenceEqual(unit.Bytes));
                    Assert.True(picture > before, "a unit is none that was sent");
                    // At the start nobody knows what was sent before.
                    Assert.True(unit.FollowsLoss || before < 0 || picture == before + 1);
                    before = picture;
                }

                bool isWhole = kept.Length == sent.Length;
                Assert.True(!isWhole || units.Count == pictures.Length - (isMarked ? 0 : 1));
            },
            iter: 500);

    [Fact]
    public void Any_packets_are_survived_and_a_unit_follows_them() => Gen.Select(
        Gen.Select(Gen.Int[0, 31], Gen.Byte, Gen.Byte.Array[0, 40], Gen.Int[0, 3], Gen.Bool).Array[0, 40],
        Mutations.Any.Array[0, 2]).Sample(
        (payloads, changes) =>
        {
            var writer = new RtpWriter();
            H264Depacketizer video = Video();
            foreach (var (type, second, rest, gap, isMarked) in payloads)
            {
                writer.Sequence += (ushort)(gap == 3 ? 1 : 0);
                writer.Timestamp += (uint)(gap == 2 ? 3600 : 0);
                byte[] packet = writer.Packet([(byte)(0x60 | type), second, .. rest], isMarked);
                if (!RtpPacket.TryRead(changes.Aggregate(packet, (bytes, change) => change(bytes)), out RtpPacket read))
                    continue;
                while (video.Add(read) == PacketResult.CompleteBefore)
                    Assert.True(video.Unit.HasPicture);
                Assert.InRange(video.Unit.Bytes.Length, 0, AccessUnit.MaxBytes);
            }

            writer.Source++;
            writer.Timestamp++;
            byte[] slice = RtpWriter.Slice();
            List<ReceivedUnit> units = ReceivedUnit.All(video, [.. writer.Unit([slice]), .. writer.Unit([slice])]);
            Assert.Contains(units, unit => unit.Bytes.AsSpan().EndsWith(slice));
        },
        iter: 2000);

    private static bool IsKeyFrame(byte[][] slices) => (slices[0][0] & 0x1F) == 5;

    private static byte[] Expected(byte[][] slices) => RtpWriter.AnnexB(IsKeyFrame(slices) ? [Sps, Pps, .. slices] : slices);

    private static H264Depacketizer Video()
    {
        var sets = new ParameterSets();
        sets.AddKnown([Sps, Pps]);
        return new H264Depacketizer(RtpWriter.PayloadType, sets);
    }
}
