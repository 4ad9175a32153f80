using System.Buffers.Binary;
using VideoStream.Frames.H264;

namespace VideoStream.Cameras.Sources.Rtsp.Rtp;

/// <summary>
/// Makes access units of RTP packets with H.264 in decoding order (RFC 6184, packetization modes 0 and 1). A unit ends with the marker bit,
/// and not only when the next one begins. A camera without the marker, or with one on each slice, is read by its timestamps.
/// </summary>
/// <param name="payloadType">The payload type of the video. Packets of other types are left out.</param>
/// <param name="sets">Gets the stream's parameter sets.</param>
internal sealed class H264Depacketizer(byte payloadType, ParameterSets sets)
{
    // Types of a payload that is no single NAL unit (section 5.2).
    private const int LastSingle = 23, StapA = 24, FuA = 28;

    private const int FragmentHeader = 2, SizeField = 2;

    /// <summary>A camera that uses other packets sends as many units with them before the next key frame.</summary>
    private const int MaxUnsupported = 3;

    private readonly RtpSequence _sequence = new();
    private uint _timestamp;
    private bool _hasBegun, _isDelivered, _isInFragment;

    /// <summary>Whether the next packet begins a unit. Otherwise the first slice of the picture may be missing.</summary>
    private bool _isStartKnown;

    /// <summary>Whether the unit has the timestamp of the one before, which ended with a marker.</summary>
    private bool _continuesUnit;

    private bool _ignoresMarkers;
    private bool _hasLost;
    private int _unsupported;

    /// <summary>The unit, complete or not. A complete one is valid until the next packet is added.</summary>
    public AccessUnit Unit { get; } = new(sets);

    /// <summary>Whether packets were lost, or units dropped, between the complete unit and the one before.</summary>
    public bool FollowsLoss { get; private set; }

    /// <summary>Adds a packet. A packet that damages a unit, or is damaged itself, costs this unit only.</summary>
    public PacketResult Add(in RtpPacket packet)
    {
        if (_isDelivered)
            EndDelivered();
        PacketOrder order = _sequence.Check(packet);
        if (order == PacketOrder.Repeated)
            return PacketResult.Added;
        bool isOther = packet.PayloadType != payloadType;
        bool isNew = !isOther && (!_hasBegun || packet.Timestamp != _timestamp);
        if (order == PacketOrder.Next && isNew && Unit.HasPicture)
            return Complete(PacketResult.CompleteBefore);
        _sequence.Accept(packet);
        if (order == PacketOrder.AfterLoss)
            Lose();
        if (isOther)
            return PacketResult.Added;
        if (isNew)
            Begin(packet.Timestamp, order);
        if (!Unit.IsBroken && !TryAddPayload(packet.Payload))
        {
            // A single one is damaged.
            if (++_unsupported >= MaxUnsupported)
                return PacketResult.Unsupported;
            Break();
        }

        return packet.IsMarked && !_ignoresMarkers ? EndAtMarker() : PacketResult.Added;
    }

    private PacketResult Complete(PacketResult result)
    {
        Unit.EndNal();
        _unsupported = Unit.IsKeyFrame ? 0 : _unsupported;
        (FollowsLoss, _hasLost, _isDelivered) = (_hasLost, false, true);
        return result;
    }

    private PacketResult EndAtMarker()
    {
        if (Unit.HasPicture)
            return Complete(PacketResult.Complete);
        // Some cameras also mark the packets of parameter sets, which belong to the picture that follows.
        if (Unit.IsBroken)
            Drop();
        return PacketResult.Added;
    }

    private void EndDelivered()
    {
        Unit.Clear();
        (_isDelivered, _isInFragment, _isStartKnown, _continuesUnit) = (false, false, false, true);
    }

    private void Begin(uint timestamp, PacketOrder order)
    {
        if (Unit.IsBroken)
            Drop();
        // The first packet of a stream can come from the middle of a unit, as one after a loss.
        _isStartKnown = _hasBegun && order == PacketOrder.Next;
        (_hasBegun, _timestamp, _isInFragment, _continuesUnit) = (true, timestamp, false, false);
    }

    private void Drop()
    {
        Unit.Clear();
        (_hasLost, _isInFragment, _isStartKnown, _continuesUnit) = (true, false, true, false);
    }

    private void Lose()
    {
        (_hasLost, _isStartKnown, _continuesUnit, _isInFragment) = (true, false, false, false);
        if (!Unit.IsEmpty)
            Unit.Break();
    }

    private void Break()
    {
        // What follows a marker continues the unit that ended with it.
        _ignoresMarkers |= _continuesUnit;
        _hasLost = true;
        Unit.Break();
    }

    private bool TryAddPayload(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty)
            return true;
        int type = payload[0] & 0x1F;
        if (type is > 0 and <= LastSingle)
            AddNal(payload);
        else if (type == StapA)
            AddAggregate(payload[1..]);
        else if (type == FuA)
            AddFragment(payload);
        else
            return false;
        return true;
    }

    private void AddNal(ReadOnlySpan<byte> nal)
    {
        _isInFragment = false;
        BeginNal(new NalHeader(nal[0]), nal[1..]);
    }

    /// <summary>STAP-A (section 5.7.1): NAL units with their sizes.</summary>
    private void AddAggregate(ReadOnlySpan<byte> units)
    {
        while (units.Length >= SizeField && !Unit.IsBroken)
        {
            int size = BinaryPrimitives.ReadUInt16BigEndian(units);
            units = units[SizeField..];
            if (size == 0 || size > units.Length)
            {
                Break();
                return;
            }

            AddNal(units[..size]);
            units = units[size..];
        }
    }

    /// <summary>FU-A (section 5.8): a part of a NAL unit. Where it ends is known from what follows.</summary>
    private void AddFragment(ReadOnlySpan<byte> payload)
    {
        bool hasHeader = payload.Length >= FragmentHeader, isStart = hasHeader && (payload[1] & 0x80) != 0;
        if (!hasHeader || (!isStart && !_isInFragment))
        {
            Break();
            return;
        }

        ReadOnlySpan<byte> bytes = payload[FragmentHeader..];
        _isInFragment = true;
        if (isStart)
            BeginNal(new NalHeader((byte)((payload[0] & 0xE0) | (payload[1] & 0x1F))), bytes);
        else
            Unit.Append(bytes);
    }

    private void BeginNal(NalHeader header, ReadOnlySpan<byte> bytes)
    {
        if (header.IsSlice && !Unit.HasPicture && !_isStartKnown && !IsFirstSlice(bytes))
        {
            Break();
            return;
        }

        Unit.BeginNal(header);
        Unit.Append(bytes);
    }

    /// <summary>Whether first_mb_in_slice is 0 (ITU-T H.264, 7.3.3), a single bit.</summary>
    private static bool IsFirstSlice(ReadOnlySpan<byte> slice) => !slice.IsEmpty && (slice[0] & 0x80) != 0;
}
