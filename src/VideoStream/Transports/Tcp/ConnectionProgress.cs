using VideoStream.Adaptation;

namespace VideoStream.Transports.Tcp;

/// <summary>
/// Whether the other side takes anything: how many bytes it has acknowledged, as the kernel counts them. It tells a client on a slow
/// link, whose frame takes long, from one that reads nothing.
/// </summary>
internal sealed class ConnectionProgress(TcpInfo tcp)
{
    private long _last;

    /// <summary>Whether any byte was acknowledged since the last call; false where the platform can't tell.</summary>
    public bool Advanced()
    {
        if (!tcp.TryRead(out TcpSnapshot snapshot))
            return false;
        bool advanced = snapshot.Acknowledged != _last;
        _last = snapshot.Acknowledged;
        return advanced;
    }
}
