using System.Net.Sockets;

namespace VideoStream.Load.Streams;

/// <summary>
/// Sends small WebSocket frames, masked as a client must (RFC 6455, section 5.3). Never waits: if the kernel's buffer is full, it closes
/// the connection. Thread-safe.
/// </summary>
internal sealed class WebSocketWriter(Socket socket)
{
    private const int HeaderSize = 6;

    private readonly Lock _gate = new();

    /// <summary>Sends one frame.</summary>
    /// <param name="opcode">Type of the frame.</param>
    /// <param name="payload">At most 125 bytes.</param>
    public void Send(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        Span<byte> frame = stackalloc byte[HeaderSize + WebSocketHeader.MaxControlLength];
        frame = frame[..(HeaderSize + payload.Length)];
        frame[0] = (byte)(0x80 | (int)opcode);
        frame[1] = (byte)(0x80 | payload.Length);
        Span<byte> key = frame[2..HeaderSize];
        Random.Shared.NextBytes(key);
        for (int i = 0; i < payload.Length; i++)
            frame[HeaderSize + i] = (byte)(payload[i] ^ key[i % key.Length]);
        SendWhole(frame);
    }

    private void SendWhole(ReadOnlySpan<byte> frame)
    {
        try
        {
            lock (_gate)
            {
                if (socket.Send(frame, SocketFlags.None, out SocketError error) < frame.Length || error != SocketError.Success)
                    socket.Dispose();
            }
        }
        catch (ObjectDisposedException)
        {
            // The connection is closed. The reader reports the reason.
        }
    }
}
