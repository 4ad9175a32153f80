using System.Net.Sockets;

namespace VideoStream.Cameras.Sources.Rtsp;

/// <summary>A connection to a camera. One thread reads; any may send.</summary>
/// <param name="socket">The socket.</param>
/// <param name="stream">Its stream, encrypted or not.</param>
internal sealed class RtspConnection(Socket socket, Stream stream) : IDisposable
{
    /// <summary>How long a request may take to be sent. It is short, so it only waits for a camera that does not read.</summary>
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LastSendTimeout = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private int _number;
    private bool _isBroken;
    private volatile bool _isAborted;

    /// <summary>What the camera sends.</summary>
    public RtspReceiver Received { get; } = new(stream);

    /// <summary>Whether reading was ended. What came before, and on Linux what comes after it, can still be read.</summary>
    public bool IsAborted => _isAborted;

    /// <summary>Whether an exception means that the connection failed.</summary>
    public static bool IsFailure(Exception e) =>
        e is IOException or ObjectDisposedException or InvalidOperationException or SocketException;

    /// <summary>Sends a request.</summary>
    /// <returns>Its number; 0 if the connection has failed.</returns>
    public int Send(RtspRequest request, string? authorization) => Send(request, authorization, SendTimeout);

    /// <summary>Sends the last request, as far as that is possible at once.</summary>
    public void SendLast(RtspRequest request, string? authorization)
    {
        if (Send(request, authorization, LastSendTimeout) > 0)
            DiscardReceived();
    }

    /// <summary>Answers a request of the camera. What it asks is whether the client is there.</summary>
    public void Answer(RtspMessage request)
    {
        string status = request.Method is "OPTIONS" or "GET_PARAMETER" or "SET_PARAMETER" or "TEARDOWN" ? "200 OK" : "501 Not Implemented";
        string number = request.First("CSeq") is { } value ? $"CSeq: {value}\r\n" : "";
        TryWrite(() => System.Text.Encoding.UTF8.GetBytes($"RTSP/1.0 {status}\r\n{number}\r\n"), SendTimeout);
    }

    /// <summary>Ends reading. A read that blocks ends, and requests can still be sent. Any thread may call it, at any time.</summary>
    public void Abort()
    {
        _isAborted = true;
        try
        {
            if (OperatingSystem.IsLinux())
                socket.Shutdown(SocketShutdown.Receive);
            else
                socket.Dispose();
        }
        catch (Exception e) when (IsFailure(e))
        {
            // It has failed or was closed already, so no read blocks.
        }
    }

    public void Dispose()
    {
        socket.Dispose();
        stream.Dispose();
    }

    private int Send(RtspRequest request, string? authorization, TimeSpan timeout)
    {
        int number = 0;
        return TryWrite(() => request.Write(number = ++_number, authorization), timeout) ? number : 0;
    }

    /// <summary>Sends a message whole. Messages of other threads come before or after it.</summary>
    private bool TryWrite(Func<byte[]> message, TimeSpan timeout)
    {
        if (!_gate.TryEnter(timeout))
            return false;
        try
        {
            if (_isBroken)
                return false;
            socket.SendTimeout = (int)timeout.TotalMilliseconds;
            stream.Write(message());
            stream.Flush();
            return true;
        }
        catch (Exception)
        {
            // A part may have been sent, so nothing can follow. Whatever failed must not end the thread, which may be a timer's.
            _isBroken = true;
            return false;
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>A socket that is closed with bytes unread resets the connection, and the camera may lose the request.</summary>
    private void DiscardReceived()
    {
        try
        {
            byte[] discarded = new byte[64 * 1024];
            for (int reads = 0; reads < 16 && socket.Available > 0; reads++)
                socket.Receive(discarded);
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (IsFailure(e))
        {
            // The camera has closed it.
        }
    }
}
