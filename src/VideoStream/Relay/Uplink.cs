using System.Net.Sockets;
using VideoStream.Adaptation;
using VideoStream.Cameras.Sources.Nats;
using VideoStream.Transports.Tcp;

namespace VideoStream.Relay;

/// <summary>
/// The connection over which frames are published. On a thin link, each variant in turn publishes its newest frame when most of what was
/// written before has left: frames do not grow old in this machine's queue.
/// </summary>
internal sealed class Uplink
{
    /// <summary>
    /// How long what is unsent takes to leave, at most, for another frame to be written. Relays notice a queue of this length, and ask for
    /// less.
    /// </summary>
    private static readonly TimeSpan LongestQueue = TimeSpan.FromMilliseconds(150);

    private readonly TimeProvider _time;
    private readonly UnsentQueue _queue = new();
    private Socket? _socket;
    private TcpInfo? _info;

    /// <param name="server">The connection.</param>
    /// <param name="time">The clock.</param>
    public Uplink(NatsServer server, TimeProvider time)
    {
        (Server, _time) = (server, time);
        Turns = new PublishTurns(HasRoom, time);
    }

    /// <summary>The connection.</summary>
    public NatsServer Server { get; }

    /// <summary>Whose turn it is.</summary>
    public PublishTurns Turns { get; }

    /// <summary>Called by one thread at a time.</summary>
    private bool HasRoom()
    {
        if (Server.Socket is not { } socket)
            return true;
        if (socket != _socket)
        {
            (_socket, _info) = (socket, new TcpInfo(socket));
            _queue.Reset();
        }

        // What is not known does not hold up.
        return !_info!.TryRead(out TcpSnapshot tcp)
            || _queue.TimeOf(tcp.Unsent, tcp.Acknowledged, _time.GetElapsedTime(0)) <= LongestQueue;
    }
}
