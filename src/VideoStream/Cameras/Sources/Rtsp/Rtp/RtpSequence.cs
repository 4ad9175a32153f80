namespace VideoStream.Cameras.Sources.Rtsp.Rtp;

/// <summary>
/// Follows the sequence numbers of a stream. TCP neither loses nor reorders packets, but a camera leaves some out while its send buffer is
/// full.
/// </summary>
internal sealed class RtpSequence
{
    /// <summary>A number that is further behind belongs to a sender that has begun anew (RFC 3550, A.1).</summary>
    private const int MaxBehind = 100;

    private bool _hasBegun;
    private ushort _next;
    private uint _source;

    /// <summary>Says how a packet follows the last one that was accepted.</summary>
    public PacketOrder Check(in RtpPacket packet)
    {
        if (!_hasBegun)
            return PacketOrder.Next;
        int ahead = (short)(packet.Sequence - _next);
        if (packet.Source != _source || ahead is > 0 or < -MaxBehind)
            return PacketOrder.AfterLoss;
        return ahead == 0 ? PacketOrder.Next : PacketOrder.Repeated;
    }

    public void Accept(in RtpPacket packet) => (_hasBegun, _next, _source) = (true, (ushort)(packet.Sequence + 1), packet.Source);
}
