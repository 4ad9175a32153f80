using System.Net.Sockets;

namespace VideoStream.Transports.Tcp;

/// <summary>Writes to a socket.</summary>
internal sealed class SocketWriter(Socket socket) : DirectWriter
{
    private readonly NonBlockingSocket _now = new(socket);
    private ReadOnlyMemory<byte> _rest;
    private ArraySegment<byte>[] _parts = [];
    private int _left;

    public override void Prefetch() => _now.Prefetch();

    public override SendProgress TrySend(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            _rest = bytes[_now.TrySend(bytes.Span)..];
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw Gone(e);
        }

        return Progress(_rest.Length, bytes.Length);
    }

    public override SendProgress TrySend(ArraySegment<byte>[] parts)
    {
        _parts = parts;
        _left = 0;
        foreach (ArraySegment<byte> part in parts)
            _left += part.Count;
        int length = _left;
        try
        {
            Skip(_now.TrySend(parts));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw Gone(e);
        }

        return Progress(_left, length);
    }

    public override async ValueTask FinishAsync()
    {
        try
        {
            while (_rest.Length > 0)
                _rest = _rest[await socket.SendAsync(_rest, SocketFlags.None)..];
            while (_left > 0)
                Skip(await socket.SendAsync(_parts, SocketFlags.None));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw Gone(e);
        }
    }

    private static SendProgress Progress(int left, int length) =>
        left == 0 ? SendProgress.Whole : left == length ? SendProgress.None : SendProgress.Begun;

    private void Skip(int bytes)
    {
        _left -= bytes;
        if (_left == 0)
        {
            // Keeps no reference to the frame's memory.
            Array.Clear(_parts);
            return;
        }

        for (int i = 0; i < _parts.Length; i++)
        {
            int skipped = Math.Min(bytes, _parts[i].Count);
            _parts[i] = _parts[i][skipped..];
            bytes -= skipped;
        }
    }
}
