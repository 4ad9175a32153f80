using System.Net.Security;
using System.Security.Cryptography;

namespace VideoStream.Transports.Tcp;

/// <summary>
/// Writes to the TLS of a connection, in records of the maximum size. A write that the kernel does not take at once waits within TLS, which
/// has encrypted the next record then, and encrypts the rest when there is room.
/// </summary>
internal sealed class TlsWriter(SslStream tls, TlsTransport transport) : DirectWriter
{
    private ValueTask _pending;

    public override SendProgress TrySend(ReadOnlyMemory<byte> bytes) => Begin(WriteAsync(bytes));

    public override SendProgress TrySend(ArraySegment<byte>[] parts) => Begin(WriteAsync(parts));

    public override ValueTask FinishAsync() => _pending;

    /// <summary>Sends TLS's <c>close_notify</c>. The web server itself sends none.</summary>
    public override async Task EndAsync()
    {
        try
        {
            await tls.ShutdownAsync();
        }
        catch (Exception e) when (e is InvalidOperationException or CryptographicException)
        {
            // The web server has ended TLS, or a handshake has failed, as one that was asked for again does.
            throw Gone(e);
        }
    }

    private SendProgress Begin(ValueTask write)
    {
        if (!write.IsCompleted)
        {
            _pending = write;
            return SendProgress.Begun;
        }

        write.GetAwaiter().GetResult();
        return SendProgress.Whole;
    }

    private async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await tls.WriteAsync(bytes, CancellationToken.None);
        }
        catch (InvalidOperationException e)
        {
            // The web server has ended TLS.
            throw Gone(e);
        }

        if (transport.IsGone)
            throw Gone();
    }

    private async ValueTask WriteAsync(ArraySegment<byte>[] parts)
    {
        foreach (ArraySegment<byte> part in parts)
            await WriteAsync(part);
        // Keeps no reference to the frame's memory.
        Array.Clear(parts);
    }
}
