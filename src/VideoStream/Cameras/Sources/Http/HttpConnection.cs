namespace VideoStream.Cameras.Sources.Http;

/// <summary>A connection to a server.</summary>
/// <param name="stream">The stream, encrypted or not.</param>
/// <param name="abort">Closes the connection. May be called at any time, on any thread, and ends reads that block.</param>
internal sealed class HttpConnection(Stream stream, Action abort) : IDisposable
{
    /// <summary>The bytes that the server sends.</summary>
    public ReceiveBuffer Received { get; } = new(stream);

    /// <summary>Whether it was opened for the next request. The server may have closed one that was idle before.</summary>
    public bool IsFresh { get; set; } = true;

    /// <exception cref="IOException">The connection failed.</exception>
    public void Send(ReadOnlySpan<byte> request)
    {
        stream.Write(request);
        stream.Flush();
    }

    /// <summary>Closes the connection. May be called at any time, on any thread, and ends reads that block.</summary>
    public void Abort() => abort();

    public void Dispose()
    {
        abort();
        stream.Dispose();
    }
}
