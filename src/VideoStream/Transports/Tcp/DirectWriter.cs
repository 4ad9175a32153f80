namespace VideoStream.Transports.Tcp;

/// <summary>
/// Writes to a connection past the web server, whose buffers cost more than the kernel's own work: to the socket, or to the connection's
/// TLS, which writes to the socket. One write at a time, and none of the web server's meanwhile.
/// </summary>
internal abstract class DirectWriter
{
    /// <summary>A write follows soon: asks the processor for what that needs.</summary>
    public virtual void Prefetch()
    {
    }

    /// <summary>
    /// Sends what the kernel takes at once. Never blocks. Unless it was all, <see cref="FinishAsync"/> must send the rest.
    /// </summary>
    /// <param name="bytes">The bytes. They must stay as they are until all are sent.</param>
    /// <exception cref="IOException">The connection is gone.</exception>
    public abstract SendProgress TrySend(ReadOnlyMemory<byte> bytes);

    /// <inheritdoc cref="TrySend(ReadOnlyMemory{byte})"/>
    /// <param name="parts">The bytes, one part behind the other. The array is the writer's until all are sent, and is then empty.</param>
    public abstract SendProgress TrySend(ArraySegment<byte>[] parts);

    /// <summary>Sends the rest. Ends early only when the connection is cut.</summary>
    /// <exception cref="IOException">The connection is gone.</exception>
    public abstract ValueTask FinishAsync();

    /// <summary>Ends what is above the socket, so that the client knows that nothing is missing. Nothing may follow.</summary>
    /// <exception cref="IOException">The connection is gone.</exception>
    public virtual Task EndAsync() => Task.CompletedTask;

    /// <summary>The failure of a connection that is gone.</summary>
    protected static IOException Gone(Exception? e = null) => new("The connection is gone", e);
}
