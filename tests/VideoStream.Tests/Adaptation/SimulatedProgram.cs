using VideoStream.Adaptation;

namespace VideoStream.Tests.Adaptation;

/// <summary>A client's program, which works on each frame before it reads the next. Its protocol library answers pings.</summary>
internal sealed class SimulatedProgram(SimulatedWire wire)
{
    private readonly Queue<(SentFrame Frame, Rendition Rendition)> _unread = new();
    private readonly Queue<(SentFrame Frame, Rendition Rendition)> _readAhead = new();
    private readonly Queue<(TimeSpan At, long Number)> _receipts = new();
    private readonly HashSet<long> _asked = [];
    private readonly List<ShownFrame> _read = [];
    private TimeSpan _workedUntil;

    /// <summary>The time for which it works on a frame before it reads on.</summary>
    public TimeSpan Work { get; set; }

    /// <summary>When it begins to read.</summary>
    public TimeSpan Start
    {
        set => _workedUntil = value;
    }

    /// <summary>Called when it has worked on a frame, with the time.</summary>
    public Action<SentFrame, TimeSpan> Worked { get; init; } = (_, _) => { };

    /// <summary>The number of frames that its protocol library reads ahead of it, and answers for.</summary>
    public int ReadsAhead { get; set; }

    /// <inheritdoc cref="SimulatedViewer.BehindProxy"/>
    public TimeSpan BehindProxy { get; set; }

    /// <summary>Whether its protocol library ever answers.</summary>
    public bool Answers { get; set; } = true;

    /// <summary>The number of receipts that it was asked for.</summary>
    public int Asked => _asked.Count;

    /// <summary>The frames that it has read, and when.</summary>
    public IReadOnlyList<ShownFrame> Read => _read;

    /// <summary>The bytes that have arrived and that neither it nor its library has read.</summary>
    public long UnreadBytes => _unread.Sum(unread => (long)unread.Frame.Bytes);

    /// <summary>A ping is sent behind a frame.</summary>
    public void Ask(long number) => _asked.Add(number);

    /// <summary>A ping is sent alone. The wire does not know it: its way is added to that of the answer.</summary>
    public void Ask()
    {
        _asked.Add(ClientReading.Question);
        _unread.Enqueue((new SentFrame(ClientReading.Question, 0, wire.Now, wire.Now), default));
    }

    /// <summary>A frame arrives.</summary>
    public void Receive(SentFrame frame, Rendition rendition) => _unread.Enqueue((frame, rendition));

    /// <summary>Reads what has arrived, one frame after the other.</summary>
    public void Advance()
    {
        while (_readAhead.Count < ReadsAhead && _unread.TryDequeue(out var taken))
        {
            Answer(taken.Frame, wire.Now);
            if (taken.Frame.Number != ClientReading.Question)
                _readAhead.Enqueue(taken);
        }

        while (_workedUntil <= wire.Now && (ReadsAhead > 0 ? _readAhead : _unread).TryDequeue(out var next))
        {
            var (frame, rendition) = next;
            if (frame.Number == ClientReading.Question)
            {
                Answer(frame, wire.Now);
                continue;
            }

            _read.Add(new ShownFrame(wire.Now, wire.Now - frame.CapturedAt, frame.Bytes, rendition));
            _workedUntil = wire.Now + Work;
            Worked(frame, _workedUntil);
            // The ping is behind the frame, so it is read when the program reads on.
            if (ReadsAhead == 0)
                Answer(frame, _workedUntil);
        }
    }

    /// <summary>Takes the next receipt that has reached the service.</summary>
    public bool TryTakeReceipt(out long number)
    {
        bool hasCome = _receipts.TryPeek(out var receipt) && receipt.At <= wire.Now;
        number = hasCome ? _receipts.Dequeue().Number : 0;
        return hasCome;
    }

    private void Answer(SentFrame frame, TimeSpan readAt)
    {
        if (Answers && _asked.Contains(frame.Number))
            _receipts.Enqueue((readAt + BehindProxy + (frame.Bytes > 0 ? wire.Delay : 2 * wire.Delay), frame.Number));
    }
}
