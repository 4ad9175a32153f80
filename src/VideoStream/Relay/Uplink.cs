using System.Net.Sockets;
using VideoStream.Adaptation;
using VideoStream.Cameras.Sources.Nats;
using VideoStream.Frames;
using VideoStream.Transports.Tcp;

namespace VideoStream.Relay;

/// <summary>
/// The connection over which frames are published. On a thin link, each variant in turn publishes its newest frame when most of what was
/// written before has left: frames do not grow old in this machine's queue.
/// </summary>
internal sealed class Uplink
{
    private readonly TimeProvider _time;
    private readonly UnsentQueue _queue = new();
    private Socket? _socket;
    private TcpInfo? _info;

    /// <summary>The bytes that were published, and that the kernel took, since nothing was waiting.</summary>
    private long _published, _takenBefore;

    /// <param name="server">The connection.</param>
    /// <param name="time">The clock.</param>
    public Uplink(NatsServer server, TimeProvider time)
    {
        (Server, _time) = (server, time);
        Turns = new PublishTurns(QueueTime, time);
    }

    /// <summary>The connection.</summary>
    public NatsServer Server { get; }

    /// <summary>Whose turn it is.</summary>
    public PublishTurns Turns { get; }

    /// <summary>Publishes a frame, whose bytes must be valid until it is written. For any thread.</summary>
    public ValueTask PublishAsync(string subject, PublishedFrame frame)
    {
        Interlocked.Add(ref _published, frame.Length);
        return Server.Connection.PublishAsync(subject, frame, serializer: PublishedFrameWriter.Instance);
    }

    /// <summary>How long what waits takes to leave. What is not known does not hold up. Called by one thread at a time.</summary>
    private TimeSpan QueueTime()
    {
        if (Server.Socket is not { } socket)
            return TimeSpan.Zero;
        if (socket != _socket)
        {
            (_socket, _info) = (socket, new TcpInfo(socket));
            _queue.Reset();
            _takenBefore = 0;
            Interlocked.Exchange(ref _published, 0);
        }

        // First: what is acknowledged between the two would else count as not taken.
        if (!_info!.TryReadUnacknowledged(out int unacknowledged) || !_info.TryRead(out TcpSnapshot tcp))
            return TimeSpan.Zero;
        if (tcp.Unsent == 0)
            BeginToCount(tcp);
        long taken = tcp.Acknowledged + unacknowledged - _takenBefore;
        long pending = Math.Max(0, Interlocked.Read(ref _published) - taken);
        TimeSpan waits = _queue.TimeOf(tcp.Unsent, pending, tcp.Acknowledged, _time.GetElapsedTime(0));
        // The kernel takes no more, and another frame comes first. A second one would be old before its turn.
        return pending > 0 && tcp.Unsent >= UnsentLimit.Bytes / 2 ? TimeSpan.MaxValue : waits;
    }

    /// <summary>
    /// Nothing waits. What is published from now on, and not taken, the client library has, as nearly as can be known: what else it sends
    /// is short.
    /// </summary>
    private void BeginToCount(TcpSnapshot tcp)
    {
        // Last: what is acknowledged meanwhile must not count twice.
        if (!_info!.TryReadUnacknowledged(out int unacknowledged))
            return;
        _takenBefore = tcp.Acknowledged + unacknowledged;
        Interlocked.Exchange(ref _published, 0);
    }
}
