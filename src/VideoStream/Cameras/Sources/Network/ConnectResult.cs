using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;

namespace VideoStream.Cameras.Sources.Network;

/// <summary>The result of connecting to a camera: a connected socket, which the caller disposes, or why there is none.</summary>
internal readonly record struct ConnectResult
{
    public ConnectResult(Socket socket)
    {
        Socket = socket;
    }

    public ConnectResult(SocketError error)
    {
        Error = error;
    }

    [MemberNotNullWhen(true, nameof(Socket))]
    public bool IsConnected => Socket is not null;

    public Socket? Socket { get; }

    /// <summary>
    /// Why no address could be reached. <see cref="SocketError.HostNotFound"/> if the name has no address, and
    /// <see cref="SocketError.TimedOut"/> if no address answered in time.
    /// </summary>
    public SocketError Error { get; }
}
