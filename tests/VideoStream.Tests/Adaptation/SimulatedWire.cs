namespace VideoStream.Tests.Adaptation;

/// <summary>
/// A wire that connections share: one queue, a rate, a delay and losses. A lost packet is sent again a round trip later, as TCP does. Time
/// passes in steps of a millisecond.
/// </summary>
internal sealed class SimulatedWire
{
    public static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);

    private readonly Queue<SimulatedPacket> _queue = new();
    private readonly PriorityQueue<SimulatedPacket, TimeSpan> _inFlight = new();
    private readonly Random _random = new(1);
    private double _credit;

    /// <summary>Bits a second, in millions.</summary>
    public double Megabits { get; set; } = 100;

    /// <summary>The time from one end to the other.</summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromMilliseconds(1);

    /// <summary>The largest random addition to the delay. Packets don't overtake each other on a connection.</summary>
    public TimeSpan Jitter { get; set; }

    /// <summary>The share of packets that is lost.</summary>
    public double Loss { get; set; }

    public TimeSpan Now { get; private set; }

    public void Send(SimulatedPacket packet) => _queue.Enqueue(packet);

    /// <summary>A millisecond passes.</summary>
    public void Advance()
    {
        Now += Step;
        _credit += Megabits * 1e6 / 8 * Step.TotalSeconds;
        while (_queue.TryPeek(out SimulatedPacket? packet) && packet.Bytes <= _credit)
        {
            _credit -= packet.Bytes;
            _inFlight.Enqueue(_queue.Dequeue(), Now + Delay + (Jitter * _random.NextDouble()));
        }

        // An idle wire saves no credit.
        if (_queue.Count == 0)
            _credit = 0;
        while (_inFlight.TryPeek(out SimulatedPacket? packet, out TimeSpan at) && at <= Now)
        {
            _inFlight.Dequeue();
            if (_random.NextDouble() >= Loss)
            {
                packet.Arrive(Now);
                continue;
            }

            packet.Lose();
            _inFlight.Enqueue(packet, Now + (3 * Delay));
        }
    }
}
