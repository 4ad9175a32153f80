using VideoStream.Cameras.Sources.Rtsp.Rtp;

namespace VideoStream.Tests.Cameras.Sources.Rtsp.Rtp;

/// <summary>An access unit that a depacketizer delivered.</summary>
internal sealed record ReceivedUnit(byte[] Bytes, bool IsKeyFrame, bool IsReference, bool FollowsLoss)
{
    /// <summary>All units of these packets. Fails if one is not supported.</summary>
    public static List<ReceivedUnit> All(H264Depacketizer video, IEnumerable<byte[]> packets)
    {
        List<ReceivedUnit> units = [];
        foreach (byte[] bytes in packets)
        {
            if (!RtpPacket.TryRead(bytes, out RtpPacket packet))
                continue;
            PacketResult result = video.Add(packet);
            while (result is PacketResult.Complete or PacketResult.CompleteBefore)
            {
                units.Add(new(video.Unit.Bytes.ToArray(), video.Unit.IsKeyFrame, video.Unit.IsReference, video.FollowsLoss));
                result = result == PacketResult.CompleteBefore ? video.Add(packet) : PacketResult.Added;
            }

            Assert.Equal(PacketResult.Added, result);
        }

        return units;
    }
}
