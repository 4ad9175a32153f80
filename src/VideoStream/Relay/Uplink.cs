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
    private long _pending;

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
        ValueTask publishing = Server.Connection.PublishAsync(subject, frame, serializer: PublishedFrameWriter.Instance);
        return publishing.IsCompletedSuccessfully ? publishing : new ValueTask(FinishAsync(publishing, frame.Length));
    }

    private async Task FinishAsync(ValueTask publishing, int bytes)
    {
        Interlocked.Add(ref _pending, bytes);
        try
        {
            await publishing;
        }
        finally
        {
            Interlocked.Add(ref _pending, -bytes);
        }
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
        }

        if (!_info!.TryRead(out TcpSnapshot tcp))
            return TimeSpan.Zero;
        long pending = Interlocked.Read(ref _pending);
        TimeSpan waits = _queue.TimeOf(tcp.Unsent, pending, tcp.Acknowledged, _time.GetElapsedTime(0));
        // The kernel takes no more, and the frame of another one is before it. A second one would be old before its turn.
        return pending > 0 && tcp.Unsent >= UnsentLimit.Bytes / 2 ? TimeSpan.MaxValue : waits;
    }
}
