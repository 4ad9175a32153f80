using VideoStream.Adaptation;

namespace VideoStream.Tests.Adaptation;

/// <summary>
/// A TCP connection over a <see cref="SimulatedWire"/>: in order, acknowledged a delay later, with the kernel's statistics. Its window
/// starts with ten packets and grows by one for each that is acknowledged. Losses don't reduce it. It accepts no more from its sender while
/// too many bytes are unsent, and counts its busy time in the kernel's ticks.
/// </summary>
internal sealed class SimulatedConnection(SimulatedWire wire, Action<SentFrame> arrived)
{
    private const int Segment = 1460, MostUnsent = 32 * 1024;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(4);

    private readonly Queue<SimulatedPacket> _unsent = new();
    private readonly Queue<(SentFrame Frame, int LastPacket)> _frames = new();
    private readonly SortedDictionary<int, int> _early = [];
    private readonly Queue<(TimeSpan At, long Bytes)> _acknowledgements = new();
    private int _packets;
    private int _next;
    private long _written;
    private long _received;
    private long _acknowledged;
    private long _sent;
    private long _window = 10 * Segment;
    private long _retransmitted;
    private TimeSpan _busy;
    private TimeSpan _receiverLimited;
    private TimeSpan _shortest = TimeSpan.MaxValue;

    /// <summary>Whether its sender still waits for the last frame to be accepted.</summary>
    public bool IsSending => _written - _sent > MostUnsent;

    /// <summary>Whether the other side reads what arrives.</summary>
    public bool IsReading { get; set; } = true;

    /// <summary>The bytes that are in flight at most, on any link.</summary>
    public long LargestWindow { get; init; } = long.MaxValue;

    /// <summary>The bytes that the other side's kernel can hold.</summary>
    public long ReceiveBuffer { get; init; } = 2_000_000;

    /// <summary>The bytes that its kernel holds and its program has not read.</summary>
    public long Unread { get; set; }

    private bool IsReceiverLimited => _unsent.Count > 0 && _sent - _acknowledged + Unread + Segment > ReceiveBuffer;

    public TcpSnapshot Snapshot => new()
    {
        Acknowledged = _acknowledged,
        BytesInFlight = _written - _acknowledged,
        Busy = _busy / Tick is var ticks ? Math.Floor(ticks) * Tick : default,
        ReceiverLimited = _receiverLimited,
        ReceiveWindow = ReceiveBuffer - Unread,
        // Before the first acknowledgement: that of the connection's first packet.
        MinRtt = _shortest == TimeSpan.MaxValue ? 2 * wire.Delay : _shortest,
        Retransmitted = _retransmitted,
        Segment = Segment,
        InSlowStart = true,
    };

    public void Send(SentFrame frame)
    {
        for (int left = frame.Bytes; left > 0; left -= Segment)
            _unsent.Enqueue(new SimulatedPacket(this, _packets++, Math.Min(left, Segment)));
        _written += frame.Bytes;
        SendPackets();
        _frames.Enqueue((frame, _packets - 1));
    }

    public void Lost() => _retransmitted++;

    public void Arrived(int packet, int bytes, TimeSpan now)
    {
        _early[packet] = bytes;
        if (IsReading)
            Read(now);
    }

    /// <summary>The other side reads what has arrived in order.</summary>
    public void Read(TimeSpan now)
    {
        while (_early.Remove(_next, out int bytes))
        {
            _received += bytes;
            _next++;
            _acknowledgements.Enqueue((now + wire.Delay, _received));
        }

        while (_frames.TryPeek(out var frame) && frame.LastPacket < _next)
            arrived(_frames.Dequeue().Frame);
    }

    /// <summary>A millisecond has passed.</summary>
    public void Advance()
    {
        if (_written > _acknowledged)
            _busy += SimulatedWire.Step;
        if (IsReceiverLimited)
            _receiverLimited += SimulatedWire.Step;
        while (_acknowledgements.TryPeek(out var acknowledgement) && acknowledgement.At <= wire.Now)
        {
            _window += acknowledgement.Bytes - _acknowledged;
            _acknowledged = acknowledgement.Bytes;
            _acknowledgements.Dequeue();
            _shortest = 2 * wire.Delay;
        }

        SendPackets();
    }

    private void SendPackets()
    {
        while (_sent - _acknowledged < Math.Min(_window, LargestWindow)
            && !IsReceiverLimited
            && _unsent.TryDequeue(out SimulatedPacket? packet))
        {
            _sent += packet.Bytes;
            wire.Send(packet);
        }
    }
}
