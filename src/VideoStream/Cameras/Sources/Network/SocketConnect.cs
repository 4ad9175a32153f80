using System.Net;
using System.Net.Sockets;

namespace VideoStream.Cameras.Sources.Network;

/// <summary>Connects a socket to one address.</summary>
internal static class SocketConnect
{
    /// <summary>
    /// Connects on a thread of its own. A socket that is connected asynchronously does not block in the kernel any more: each of its
    /// blocking reads would wake a second thread.
    /// </summary>
    /// <exception cref="SocketException">The connection failed, or was cancelled.</exception>
    public static Task<Socket> RunAsync(IPEndPoint endpoint, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(
            () => Connect(endpoint, cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static Socket Connect(IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.NoDelay = true;
            // Nothing else ends a connect that blocks.
            using (cancellationToken.UnsafeRegister(socket => ((Socket)socket!).Dispose(), socket))
                socket.Connect(endpoint);
            cancellationToken.ThrowIfCancellationRequested();
            return socket;
        }
        catch (Exception e)
        {
            socket.Dispose();
            if (e is ObjectDisposedException)
                throw new SocketException((int)SocketError.OperationAborted);
            throw;
        }
    }
}
